import pytest

from tests.factories import moderation


@pytest.fixture
def shelf():
    """Content of a kind of our own, beside what the house has."""
    with moderation.shelf() as made:
        yield made
