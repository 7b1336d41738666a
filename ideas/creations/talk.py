"""What is said under a stage: arguments before the vote, and who had told us so after it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.discussions.subjects import Subject
from ideas.creations.models import Stage


def _may_read(stage: Stage, viewer: Any, now: datetime) -> bool:
    return not stage.creation.is_draft


SUBJECT = Subject(
    name="stage",
    label=_("Étape d’une création"),
    model=Stage,
    title=lambda stage: f"{stage.creation.title} · {stage.title}",
    url=lambda stage: stage.get_absolute_url(),
    may_read=_may_read,
)
