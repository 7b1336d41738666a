"""Ideas as the moderation desk sees them."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from community.discussions.actions.writing import lock_members
from community.moderation.kinds import Exhibit, Kind
from ideas.box.actions.locking import lock_idea
from ideas.box.actions.proposing import KIND, hide_idea, show_idea
from ideas.box.live import ID
from ideas.box.models import Idea


def _load(keys: Collection[str], viewer: Any) -> dict[str, Exhibit]:
    """Ideas with their words, whatever their state: the desk judges them. One query; what is no number is no idea."""
    numbers = [key for key in keys if re.fullmatch(ID, key)]
    return {
        str(idea.pk): Exhibit(
            title=idea.title,
            html=mark_safe(idea.html),  # noqa: S308 -- our own rendering, stored
            author_id=idea.author_id,
            url=idea.get_absolute_url(),
            at=idea.proposed_at,
        )
        for idea in Idea.objects.filter(pk__in=numbers)
    }


def _hide(key: str, by: Any) -> None:
    hide_idea(Idea.objects.get(pk=key))


def _show(key: str, by: Any) -> None:
    show_idea(Idea.objects.get(pk=key))


def _may_flag(key: str, viewer: Any) -> bool:
    """What everybody sees; not one's own."""
    return bool(re.fullmatch(ID, key)) and Idea.objects.shown().filter(pk=key).exclude(author=viewer).exists()


def _lock(key: str) -> None:
    """Its author, whose level a decision may move, then the idea: as everything that writes takes them."""
    idea = Idea.objects.filter(pk=key).only("author").first()
    if idea is not None:
        lock_members(idea.author_id)
        lock_idea(idea.pk)


IDEAS = Kind(name=KIND, label=_("Idée"), load=_load, hide=_hide, show=_show, may_flag=_may_flag, lock=_lock)
