"""What is said under a gathering: before it, who brings the salad; after it, who has the pictures."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.discussions.subjects import Subject
from community.gatherings.models import Gathering


def _may_read(gathering: Gathering, viewer: Any, now: datetime) -> bool:
    return not gathering.is_draft


SUBJECT = Subject(
    name="gathering",
    label=_("Événement"),
    model=Gathering,
    title=lambda gathering: gathering.title,
    url=lambda gathering: gathering.get_absolute_url(),
    may_read=_may_read,
    field="slug",
)
