"""What other houses hear of ideas: one event each, in the transaction that makes it true."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from ideas.box.models import Idea, Step


def emit(name: str, payload: Mapping[str, Any]) -> None:
    """Nobody listens yet: `community.webhooks.emit` takes this function's place."""


def created(idea: Idea) -> None:
    """`idea.created`: an idea appeared."""
    emit("idea.created", _facts(idea))


def supported(idea: Idea) -> None:
    """`idea.supported`: how many stand behind it now. Nobody's name."""
    emit("idea.supported", _facts(idea))


def moved(idea: Idea, step: Step) -> None:
    """`idea.moved`: a step, with what the house said."""
    emit("idea.moved", _facts(idea) | {"left": step.left, "answer": step.answer, "merged_into": idea.merged_into_id})


def _facts(idea: Idea) -> dict[str, Any]:
    url = settings.SITE_URL + idea.get_absolute_url()
    return {"id": idea.pk, "title": idea.title, "url": url, "state": idea.state, "supports": idea.supports}
