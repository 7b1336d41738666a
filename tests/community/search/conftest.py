import pytest

from community.search import kinds
from tests.factories.search import Notes


@pytest.fixture
def notes(monkeypatch):
    """A house that knows one kind of thing, notes, and nobody by name."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_authors", [])
    part = Notes()
    kinds.register_kind(part.kind)
    return part
