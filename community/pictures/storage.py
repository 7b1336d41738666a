"""Where pictures lie: a folder each, under a random name, in a place that no address reaches by itself."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

LARGEST = "1440.webp"
# "<greatest width>.<kind>". A smaller picture is not enlarged.
RENDITIONS = ("480.webp", "960.webp", LARGEST, "960.jpg", "1440.jpg")


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Files that no address reaches: a view reads them after asking who may see them."""

    @property
    def base_location(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "private"

    @property
    def location(self) -> str:
        return str(self.base_location.absolute())

    def url(self, name: str | None) -> str:
        raise ValueError(f"{name} has no URL: it is private.")


def store_files(files: Mapping[str, bytes]) -> str:
    """Write a picture's files, all or none, and return the token that is their folder's name."""
    token, storage = secrets.token_hex(16), PrivateStorage()
    try:
        for name, content in files.items():
            storage.save(f"{token}/{name}", ContentFile(content))
    except BaseException:
        delete_files(token)
        raise
    return token


def delete_files(token: str) -> None:
    """Delete a picture's folder; what is not there is deleted already."""
    storage = PrivateStorage()
    if not storage.exists(token):
        return
    for name in storage.listdir(token)[1]:
        storage.delete(f"{token}/{name}")
    storage.delete(token)


def rendition_path(token: str, rendition: str) -> Path:
    """Where a rendition lies on disk; refuses, by a KeyError, a name that is none of `RENDITIONS`."""
    if rendition not in RENDITIONS:
        raise KeyError(rendition)
    return Path(PrivateStorage().path(f"{token}/{rendition}"))
