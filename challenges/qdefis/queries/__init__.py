"""What the pages of Qdéfis show: all of them, one with its gallery, one entry."""

from challenges.qdefis.queries.entries import (
    Card,
    EntryPage,
    Gallery,
    Photo,
    entry_page,
    gallery,
    mine_in,
    neighbours_of,
    questions_for,
)
from challenges.qdefis.queries.qdefis import QdefiLine, QdefiPage, Shelf, line_of, qdefi_lines, qdefi_page, shelf

__all__ = [
    "Card",
    "EntryPage",
    "Gallery",
    "Photo",
    "QdefiLine",
    "QdefiPage",
    "Shelf",
    "entry_page",
    "gallery",
    "line_of",
    "mine_in",
    "neighbours_of",
    "qdefi_lines",
    "qdefi_page",
    "questions_for",
    "shelf",
]
