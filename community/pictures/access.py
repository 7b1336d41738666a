"""From an address to the file of a picture, for those who may see it."""

from pathlib import Path
from typing import Any

from django.http import Http404

from community.pictures.models import Picture
from community.pictures.storage import rendition_path

MODERATE = "moderation.moderate"  # the permission of a part above


def picture_or_404(token: str, rendition: str, user: Any) -> tuple[Path, bool]:
    """A rendition's file, and whether everybody may see it; "not found" for what `user` may not see.

    An unused picture is its owner's alone; a hidden one is seen by its owner and by who moderates.
    """
    picture = Picture.objects.filter(token=token).first()
    if picture is None or not (picture.is_public or _is_theirs(picture, user)):
        raise Http404(token)
    try:
        path = rendition_path(token, rendition)
    except KeyError as error:
        raise Http404(rendition) from error
    if not path.is_file():
        raise Http404(rendition)
    return path, picture.is_public


def _is_theirs(picture: Picture, user: Any) -> bool:
    return picture.owner_id == user.pk or (picture.hidden_at is not None and user.has_perm(MODERATE))
