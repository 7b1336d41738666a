"""From what an address says to what this person may see; "not found" for what they may not know."""

from typing import Any

from django.http import Http404

from ideas.creations.models import Creation, Stage
from ideas.creations.rules import may_manage


def creation_or_404(slug: str, viewer: Any) -> Creation:
    """A creation with its universe and its picture; a draft for those who lead it."""
    creation = Creation.objects.select_related("universe", "picture").filter(slug=slug).first()
    if creation is None or (creation.is_draft and not may_manage(viewer)):
        raise Http404(slug)
    return creation


def stage_or_404(slug: str, n: int, viewer: Any) -> Stage:
    """A stage with its creation, likewise."""
    rows = Stage.objects.select_related("creation__universe", "creation__picture", "ballot")
    stage = rows.filter(creation__slug=slug, n=n).first()
    if stage is None or (stage.creation.is_draft and not may_manage(viewer)):
        raise Http404(slug)
    return stage
