"""Pictures of watches: a file field behind the one picture door.

Nothing an uploader typed or a camera wrote survives: not the name, not the metadata, not the bytes.
"""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from community.pictures.door import Opened, PictureRefused, open_picture
from community.pictures.storage import LARGEST, RENDITIONS, PrivateStorage, delete_files, store_files

AT_LEISURE = 120  # seconds: nobody waits for a picture that a command draws


def check_picture(file: File) -> None:
    """Refuse what the picture door refuses; what is stored has passed it."""
    if not isinstance(file, FieldFile):
        _opened(file)
    elif not file._committed:  # type: ignore[attr-defined]  # noqa: SLF001 -- Django has no other word for it
        _opened(file.file)


def _opened(file: Any) -> Opened:
    """What came through the door; a form checks its file before it stores it, and the door opens it once."""
    if not hasattr(file, "opened"):
        try:
            file.opened = open_picture(file, RENDITIONS)
        except PictureRefused as refusal:
            raise ValidationError(str(refusal.message), code=refusal.code) from refusal
    opened: Opened = file.opened
    return opened


def own_picture(content: bytes, name: str) -> ContentFile:
    """A picture of our own drawing, for a field of ours: through the same door, with all the time it needs."""
    file: Any = ContentFile(content, name=name)
    file.opened = open_picture(file, RENDITIONS, seconds=AT_LEISURE)
    return file


class PictureFile(FieldFile):
    """Stores the picture's renditions in one folder with a random name; the largest stands for the picture."""

    def save(self, name: str | None, content: File, save: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 -- Django's signature
        opened = _opened(content)
        self._forget_former()
        files = dict(opened.files)
        largest = ContentFile(files.pop(LARGEST))
        token = store_files(files)
        for field, value in (("token", token), ("width", opened.width), ("height", opened.height)):
            setattr(self.instance, field, value)
        super().save(f"{token}/{LARGEST}", largest, save)

    def _forget_former(self) -> None:
        """Delete the files of the picture that this one replaces, once that is certain."""
        former = type(self.instance)._default_manager.filter(pk=self.instance.pk).values_list("token", flat=True)  # noqa: SLF001 -- Django's documented name
        for token in former:
            transaction.on_commit(partial(delete_files, token))


class PictureField(models.FileField):
    """A file field whose content is always one of our own encodings."""

    attr_class = PictureFile
    default_validators = [check_picture]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"storage": PrivateStorage(), "max_length": 60, **kwargs})

    def generate_filename(self, instance: models.Model | None, filename: Any) -> str:  # noqa: ARG002 -- Django's signature
        """The name comes from `PictureFile`, whole."""
        return str(filename)
