"""Words of strangers in a table that a spreadsheet opens: it must compute nothing of them."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet compute a cell


def harmless(cell: object) -> str:
    """The cell as text; one that would be computed begins with an apostrophe, which spreadsheets do not show."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULAS) else text
