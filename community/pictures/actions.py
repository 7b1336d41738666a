"""Every write to pictures."""

import contextlib
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.core.cache import cache
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.functions import Now

from community.pictures.door import PictureRefused, open_picture
from community.pictures.models import Picture, PictureQuerySet
from community.pictures.rules import EVERY, MOST, TOO_OFTEN, UNUSED_FOR, check_sender
from community.pictures.storage import RENDITIONS, delete_files, store_files
from realtime import clock

BY_THE_WAY = 5  # forgotten with each one that comes in


def take_picture(owner: Any, upload: File) -> Picture:
    """Take a member's picture; nobody else sees it until `use_pictures`. It takes seconds: not inside a transaction.

    Refuses (`PictureRefused`) the unconfirmed and the silenced, the twenty-first within an hour, what the door refuses.
    """
    now = clock.now()
    check_sender(owner, now)
    _count(owner)
    opened = open_picture(upload, RENDITIONS)
    token = store_files(opened.files)
    try:
        picture = Picture.objects.create(token=token, owner=owner, width=opened.width, height=opened.height)
    except BaseException:
        delete_files(token)
        raise
    forget_unused(now, most=BY_THE_WAY)
    return picture


def _count(owner: Any) -> None:
    """Count an attempt, taken or not: opening a picture is work."""
    key = f"pictures:sent:{owner.pk}"
    if cache.add(key, 1, EVERY.total_seconds()):
        return
    with contextlib.suppress(ValueError):  # the hour has just ended
        if cache.incr(key) > MOST:
            raise PictureRefused("too_often", TOO_OFTEN)


def use_pictures(owner: Any, tokens: Collection[str]) -> None:
    """Show the owner's pictures to everybody from now on; others' tokens change nothing."""
    Picture.objects.filter(owner=owner, token__in=tokens, used_at=None).update(used_at=Now())


def hide_pictures(tokens: Collection[str], *, owner_id: int | None = None) -> None:
    """Show pictures to nobody but their owner and those who moderate.

    With `owner_id`, that member's alone: who quotes a picture of somebody else must not take it down by being hidden.
    """
    _of(tokens, owner_id).filter(hidden_at=None).update(hidden_at=Now())


def show_pictures(tokens: Collection[str], *, owner_id: int | None = None) -> None:
    """Show hidden pictures again; with `owner_id`, that member's alone."""
    _of(tokens, owner_id).update(hidden_at=None)


def _of(tokens: Collection[str], owner_id: int | None) -> PictureQuerySet:
    pictures = Picture.objects.filter(token__in=tokens)
    return pictures if owner_id is None else pictures.filter(owner_id=owner_id)


@transaction.atomic
def forget_pictures(tokens: Collection[str]) -> int:
    """Delete pictures for good, their files once that is certain; returns how many there were."""
    return Picture.objects.filter(token__in=tokens).delete()[0]


@transaction.atomic
def forget_unused(now: datetime, *, most: int | None = None) -> int:
    """Forget pictures that nothing has shown for a day, at most `most` of them; returns how many.

    The lock keeps one that is being used just now: whoever comes second reads what the first has written.
    """
    unused = Picture.objects.unused_before(now - UNUSED_FOR).select_for_update(skip_locked=True)[:most]
    return forget_pictures([picture.token for picture in unused])


def forget_files(*, instance: models.Model, **_: Any) -> None:
    """Delete the files of a deleted row, of whatever model has a token, once that is certain."""
    transaction.on_commit(partial(delete_files, instance.token))  # type: ignore[attr-defined]  # said above
