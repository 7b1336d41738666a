"""Showing that nothing happened: all rows of some tables before and after."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

Rows = dict[str, list[tuple[str]]]


def rows_of(tables: Sequence[str]) -> Rows:
    """Every row of these tables, as text."""
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            rows[table] = cursor.fetchall()
    return rows


@contextmanager
def standstill_of(tables: Sequence[str]) -> Iterator[None]:
    """Nothing in these tables is changed within."""
    before = rows_of(tables)
    yield
    assert rows_of(tables) == before
