"""The ZIP of an export: a JSON file for each table that holds something of a member's, pictures, and a guide."""

import json
import re
import zipfile
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.text import slugify

from community.personal.actions import rows_of
from community.personal.registry import Personal, entries

_SAFE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")  # what a file in it may be called, whoever unpacks it


def exported() -> list[Personal]:
    """The tables that go into a copy, by the names of their files."""
    return sorted((entry for entry in entries() if entry.export), key=file_name)


def file_name(entry: Personal) -> str:
    """`drops.Order` by `claim__member`: drops-order-claim-member.json."""
    return slugify(f"{entry.label}-{entry.of}".replace(".", "-").replace("_", "-")) + ".json"


class Archive:
    """A ZIP being written; whole once it is left without an error."""

    def __init__(self, path: Path, at: datetime) -> None:
        self._at = at
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self._written: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, entry: Personal, member_id: int) -> None:
        """Write what a table holds of the member, row by row, and the files that belong to it."""
        fields = {name: str(reason) for name, reason in entry.copied.items()}
        rows = 0
        with self._zip.open(self._named(file_name(entry)), "w") as file:
            file.write(f'{{"about": {_json(str(entry.name))}, "fields": {_json(fields)}, "rows": ['.encode())
            for row in rows_of(entry, member_id).values(*fields).iterator():
                file.write(f"{',' if rows else ''}\n{_json(row)}".encode())
                rows += 1
            file.write(b"\n]}\n")
        self._written.append({"file": file_name(entry), "name": entry.name, "rows": rows, "fields": fields})
        for name, path in entry.media(member_id) if entry.media else ():
            self._add_file(name, path)

    def add_guide(self, handle: str) -> None:
        """Write what is in which file, in the language being spoken."""
        words = {"handle": handle, "at": self._at.isoformat(timespec="seconds"), "files": self._written}
        self._zip.writestr(self._named("LISEZMOI.txt"), render_to_string("data_rights/export_guide.txt", words))

    def _named(self, name: str) -> zipfile.ZipInfo:
        """A compressed file of today."""
        info = zipfile.ZipInfo(name, self._at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        return info

    def _add_file(self, name: str, path: Path) -> None:
        if not _SAFE.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a file in an export.")
        if path.is_file():  # a row may outlive its file
            self._zip.write(path, f"images/{name}", zipfile.ZIP_STORED)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
