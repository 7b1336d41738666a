"""What integrations hear of ideas: one event each, in the transaction that makes it true."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.webhooks.actions import emit
from community.webhooks.kinds import register_hook_event
from ideas.box.models import Idea, Step

EXAMPLE: dict[str, Any] = {
    "number": 7,
    "title": "Une plongeuse de 36 mm",
    "url": "https://qlock.example/idees/7/une-plongeuse-de-36-mm/",
    "state": "studied",
    "supports": 41,
}


def register() -> None:
    """Make the three known to the back office."""
    register_hook_event("idea.created", _("Une idée est proposée"), {"idea": EXAMPLE})
    register_hook_event("idea.supported", _("Une idée gagne ou perd un soutien"), {"idea": EXAMPLE})
    moved = {"idea": EXAMPLE, "left": "proposed", "merged_into": 3}
    register_hook_event("idea.moved", _("Une idée franchit une étape"), moved)


def created(idea: Idea) -> None:
    """`idea.created`: an idea appeared."""
    emit("idea.created", {"idea": _facts(idea)})


def supported(idea: Idea) -> None:
    """`idea.supported`: how many stand behind it now. Nobody's name."""
    emit("idea.supported", {"idea": _facts(idea)})


def moved(idea: Idea, step: Step) -> None:
    """`idea.moved`: from which state it came; what the house said stands on its page."""
    emit("idea.moved", {"idea": _facts(idea), "left": str(step.left), "merged_into": idea.merged_into_id})


def _facts(idea: Idea) -> dict[str, Any]:
    with override(settings.LANGUAGE_CODE):  # not the language of whoever happens to press
        url = settings.SITE_URL + idea.get_absolute_url()
    facts = {"number": idea.pk, "title": idea.title, "url": url, "state": str(idea.state)}
    return facts | {"supports": idea.supports}
