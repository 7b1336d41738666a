"""Pictures for tests: sound ones, and rows as the door leaves them."""

import io
import secrets
from functools import cache

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now
from PIL import Image

from community.pictures.door import open_picture
from community.pictures.models import Picture
from community.pictures.storage import RENDITIONS, store_files


def picture_bytes(kind="PNG", size=(64, 48), colour="navy", **options):
    """The bytes of a small valid picture."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **options)
    return target.getvalue()


def upload(content=None, name="moi.png"):
    """A file as a form hands it over."""
    return SimpleUploadedFile(name, picture_bytes() if content is None else content)


@cache
def opened(content):
    """What the door makes of these bytes. They pass it once a run: its process takes as long as all else in a test."""
    return open_picture(ContentFile(content), RENDITIONS)


def make_row(owner, *, is_used=False, is_hidden=False, **fields):
    """The row of a picture without its files."""
    fields = {"token": secrets.token_hex(16), "width": 1440, "height": 720} | fields
    used_at, hidden_at = (Now() if wanted else None for wanted in (is_used, is_hidden))
    return Picture.objects.create(owner=owner, used_at=used_at, hidden_at=hidden_at, **fields)


def make_taken(owner, *, is_used=False, is_hidden=False):
    """A picture with its files, as the door leaves it."""
    sound = opened(picture_bytes())
    token = store_files(sound.files)
    return make_row(owner, token=token, is_used=is_used, is_hidden=is_hidden, width=sound.width, height=sound.height)


def files_in(folder):
    """The files below a folder, by their paths in it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
