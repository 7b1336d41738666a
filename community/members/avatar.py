"""Portraits: a square through the one picture door, and the two sizes kept of it.

What is kept was drawn anew, without metadata, under a random name that tells nothing about the member.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from community.pictures.door import PictureRefused, open_picture

SIZES = (96, 256)
_ENDINGS = ("webp", "jpg")


@dataclass(frozen=True, slots=True)
class Portrait:
    """Where a member's pictures are found."""

    name: str

    def path(self, size: int, ending: str) -> str:
        return f"portraits/{self.name}-{size}.{ending}"

    def address(self, size: int, ending: str) -> str:
        return default_storage.url(self.path(size, ending))


def read_picture(upload: UploadedFile) -> Mapping[str, bytes]:
    """The files of a portrait by size and ending, "96.webp". Refuses (`PictureRefused`) what the door refuses."""
    names = [f"{size}.{ending}" for size in SIZES for ending in _ENDINGS]
    try:
        return open_picture(upload, names, is_square=True).files
    except PictureRefused as refusal:
        sentence = _("%(refusal)s Ton portrait n’a pas changé.") % {"refusal": refusal.message}
        raise PictureRefused(refusal.code, sentence) from refusal


def store_picture(files: Mapping[str, bytes]) -> Portrait:
    """Write the files of a portrait under a new random name."""
    portrait = Portrait(secrets.token_hex(16))
    for name, content in files.items():
        size, _dot, ending = name.partition(".")
        default_storage.save(portrait.path(int(size), ending), ContentFile(content))
    return portrait


def delete_pictures(portrait: Portrait) -> None:
    """Delete every file of a portrait that nobody carries any more."""
    for size in SIZES:
        for ending in _ENDINGS:
            default_storage.delete(portrait.path(size, ending))
