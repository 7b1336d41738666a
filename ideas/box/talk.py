"""What is said under an idea; who follows it follows this."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.discussions.subjects import Subject
from ideas.box import rules
from ideas.box.models import Idea


def _may_read(idea: Idea, viewer: Any, now: datetime) -> bool:
    return rules.may_read(idea, viewer)


SUBJECT = Subject(
    name="idea",
    label=_("Idée"),
    model=Idea,
    title=lambda idea: idea.title,
    url=lambda idea: idea.get_absolute_url(),
    may_read=_may_read,
)
