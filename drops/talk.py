"""What is said under a drop: by members, from its opening on."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.discussions.subjects import Subject
from drops.audiences import Audience, audience_of
from drops.models import Drop
from drops.visibility import Level, level_of


def _may_read(drop: Drop, viewer: Any, now: datetime) -> bool:
    """Members, once they see its figures; the team no earlier, so that not even a title is there before."""
    if audience_of(viewer) == Audience.ANONYMOUS:
        return False
    return level_of(drop, Audience.MEMBER, now) >= Level.FIGURES


DROP = Subject(
    name="drop",
    label=_("Drop"),
    model=Drop,
    title=lambda drop: drop.watch.name,
    url=lambda drop: reverse("drops:drop", args=[drop.code]),
    may_read=_may_read,
    field="code",
    audience="members",
    takes_questions=True,
)
