"""Static files: one style sheet for a page, in however many files it is written; names that say the version."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.base import ContentFile
from servestatic.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
_IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)


def joined(read: Callable[[str], str]) -> bytes:
    """`app.css` with what it imports written into it: a phone asks once. `read` gives a file by its name."""
    return _IMPORT.sub(lambda found: read(f"css/{found.group(1)}"), read(SHEET)).encode()


class HouseStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """One name per version, so that browsers keep a file for ever; `import "./x.js"` finds the hashed name too."""

    # Django's own patterns, for our modules only: a stranger's file may speak of imports that it does not make.
    _of_modules = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]  # noqa: SLF001 -- they have no public name
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _of_modules))

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002 -- its base's signature
        """As its base, after joining the style sheet."""
        if SHEET in paths and not dry_run:
            self.delete(SHEET)
            self.save(SHEET, ContentFile(joined(lambda name: _read(*paths[name]))))
            paths = paths | {SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode()


class JoiningFinder(FileSystemFinder):
    """In development: the joined sheet, in `settings.JOINED_STATIC`, made anew when one of its files is newer."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- its base's signature
        """As its base; asked for the sheet, it joins it first if it must."""
        if path == SHEET:
            self._renew(settings.BASE_DIR / "static", settings.JOINED_STATIC / SHEET)
        return super().find(path, find_all=find_all, **kwargs)  # type: ignore[call-overload]  # overloads cannot be passed on

    def _renew(self, source: Path, target: Path) -> None:
        newest = max(sheet.stat().st_mtime for sheet in source.rglob("*.css"))
        if target.is_file() and target.stat().st_mtime >= newest:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = joined(lambda name: (source / name).read_text(encoding="utf-8"))
        target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(whole))
        target.write_bytes(whole)
