"""The one picture door: whatever a stranger sends is opened by a process of its own, which has 300 MiB and 5 seconds.

This process copies bytes in and bytes out; it decodes nothing. What comes back was drawn anew from pixels: not a byte
of what was sent, no metadata, no name. Only one picture is open at a time in each process of ours.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 24_000_000
MEMORY = 300 * 1024 * 1024  # bytes, libraries and all
PROCESSOR_SECONDS = 4  # of computing: more is the picture's fault
SECONDS = 4.8  # until the answer: more is the machine's, which has too much to do
PATIENCE = 10  # seconds to wait for one's turn
PASSED_ON = {"LD_LIBRARY_PATH"}  # where some Pythons find themselves
DECODER = Path(__file__).with_name("decoder.py")

SENTENCES = {
    "too_large": _("Cette image dépasse 10 Mio. Essaie avec une plus légère."),
    "too_many_pixels": _("Cette image dépasse 24 mégapixels. Essaie avec une plus petite."),
    "unreadable": _("Ce fichier n’est pas une image JPEG, PNG ou WebP lisible."),
    "broken": _("Cette image est endommagée. Enregistre-la de nouveau, puis renvoie-la."),
    "too_slow": _("Cette image demande trop de travail. Enregistre-la de nouveau, en plus petit, puis renvoie-la."),
    "animated": _("Cette animation est trop grande : toutes ses images ensemble dépassent 24 mégapixels."),
    "busy": _("La maison est très occupée. Renvoie ton image dans un instant."),
}
_turn = threading.Lock()


class PictureRefused(Exception):
    """The file is no picture that we take. `code` is a key of `SENTENCES`, `message` says for people what to do."""

    def __init__(self, code: str, message: str | Promise | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = SENTENCES[code] if message is None else message


class DoorBroken(Exception):
    """Not the picture is at fault: the program that opens them did not run."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture drawn anew. `width` and `height` are those of its largest file; a name is "<width>.<kind>"."""

    width: int
    height: int
    files: Mapping[str, bytes]


def open_picture(
    file: File, names: Collection[str], *, is_square: bool = False, seconds: float | None = None
) -> Opened:
    """Draw a picture anew, a file for each of `names`. Refuses (`PictureRefused`) all but sane JPEG, PNG and WebP.

    A machine that has too much to do gives up after `seconds` (`SECONDS`); who has nobody waiting can give it more.
    """
    if (file.size or 0) > MAX_BYTES:
        raise PictureRefused("too_large")
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        for chunk in file.chunks():
            source.write(chunk)
        source.seek(0)
        with _one_at_a_time():
            job = {"names": list(names), "square": is_square, "limits": _limits()}
            _decode(job, source, target, SECONDS if seconds is None else seconds)
        target.seek(0)
        return _answer(target)


def _limits() -> dict[str, int]:
    return {"pixels": MAX_PIXELS, "memory": MEMORY, "seconds": PROCESSOR_SECONDS}


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _turn.acquire(timeout=PATIENCE):
        raise PictureRefused("busy")
    try:
        yield
    finally:
        _turn.release()


def _decode(job: Mapping[str, Any], source: IO[bytes], target: IO[bytes], seconds: float) -> None:
    """Run the decoder to its end. Never a fork of ours, which would carry locks, sockets and secrets along."""
    command = [sys.executable, "-I", os.fspath(DECODER), json.dumps(job)]
    environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    try:
        ended = subprocess.run(  # noqa: S603 -- our own program
            command, stdin=source, stdout=target, env=environment, cwd="/", timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefused("busy") from error
    if ended.returncode < 0:  # by a signal: the limits', or a decoder's fault
        logger.warning("A picture ended its decoder by signal %s.", -ended.returncode)
        raise PictureRefused("too_slow")
    if ended.returncode:
        raise DoorBroken(f"The decoder ended with {ended.returncode}.")


def _answer(target: IO[bytes]) -> Opened:
    head = json.loads(target.readline())
    if code := head.get("refused"):
        raise PictureRefused(code)
    return Opened(head["width"], head["height"], {name: target.read(length) for name, length in head["files"]})
