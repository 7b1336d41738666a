"""From what an address says to what this person may touch; the desk does not exist for who may not moderate."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from community.members.models import Member
from community.moderation import queries
from community.moderation.kinds import Exhibit, Kind, kind_of
from community.moderation.queries import Card
from community.moderation.rules import may_moderate

View = Callable[..., HttpResponseBase]


def moderators_only(view: View) -> View:
    """Answer "not found" to who may not moderate, whatever stands behind the address; keep the page out of caches."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        moderator_or_404(request.user)
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return guarded


def moderator_or_404(user: Any) -> Member:
    """The member, if they keep order here; "not found" for everybody else."""
    if may_moderate(user):
        return user
    raise Http404


def card_or_404(viewer: Member, item_id: int) -> Card:
    """An item of the desk."""
    if card := queries.card_for(viewer, item_id):
        return card
    raise Http404(str(item_id))


def member_or_404(handle: str) -> Member:
    """A member by their handle, suspended or not."""
    if member := Member.objects.filter(handle=handle.lower()).first():
        return member
    raise Http404(handle)


def flaggable_or_404(kind: str, key: str, viewer: Member) -> tuple[Kind, Exhibit]:
    """Something this member may see and report; "not found" for what they may not know of."""
    found = kind_of(kind)
    exhibit = found.load([key], viewer).get(key) if found else None
    if found is None or exhibit is None or not found.may_flag(key, viewer):
        raise Http404(key)
    return found, exhibit


def place_or_404(text: str) -> tuple[int, int] | None:
    """Where a page of the desk begins; None for the first one."""
    if not text:
        return None
    if match := re.fullmatch(r"(\d{1,9})-(\d{1,18})", text, re.ASCII):
        return int(match[1]), int(match[2])
    raise Http404(text)


def number_or_404(text: str) -> int | None:
    """Where a page of the log begins; None for the first one."""
    if not text:
        return None
    if re.fullmatch(r"\d{1,18}", text, re.ASCII):
        return int(text)
    raise Http404(text)
