"""The words of the demo's café, as they stand in its files."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

Row = dict[str, Any]

_BLANK = re.compile(r" (?=[:;?!»])|(?<=«) ")
_QUOTED = re.compile(r"\(post:(\d+)\)")


def categories() -> list[Row]:
    """The tables, in their order."""
    return _read("categories.toml")["category"]


def people() -> list[Row]:
    """The sixty members."""
    return _read("members.toml")["member"]


def accounts() -> list[Row]:
    """What the demo accounts say of themselves."""
    return _read("members.toml")["account"]


def threads() -> Iterator[tuple[str, Row]]:
    """Each thread with its table's slug; who started first comes first."""
    rows = [
        (category["slug"], row)
        for category in categories()
        for row in _read(f"threads/{category['slug']}.toml")["thread"]
    ]
    yield from sorted(rows, key=lambda named: started(named[1]), reverse=True)


def started(row: Row) -> timedelta:
    """How long ago a thread began."""
    return timedelta(**row["started"])


def key_of(slug: str, row: Row) -> str:
    """The key of a thread's first post: by it the thread is known again, whatever became of its title."""
    return sha256(f"demo|{slug}|{row['title']}".encode()).hexdigest()[:32]


def typeset(text: str) -> str:
    """French as it is printed: a thin blank where no line breaks. German and English have none there."""
    return _BLANK.sub("\u202f", text)


def addressed(text: str, ids: Mapping[int, int]) -> str:
    """A post as it is stored: quotes lead to the post that has the number. `ids` are the thread's, by number."""
    return _QUOTED.sub(lambda quoted: f"(/cafe/p/{ids[int(quoted[1])]}/)", typeset(text))


def _read(name: str) -> Row:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
