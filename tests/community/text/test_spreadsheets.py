import pytest

from community.text.spreadsheets import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+41 21 000", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_nothing_is_computed(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "text"), [("Échappement", "Échappement"), ("", ""), (None, ""), (12, "12"), (-3, "'-3")]
)
def test_everything_else_stays(cell, text):
    assert harmless(cell) == text
