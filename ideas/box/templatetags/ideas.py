"""How the box says a price, a state and what its scripts say."""

import json

from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.discussions.words import for_script
from community.pictures.queries import address
from ideas.box.models import IdeaState
from ideas.box.prices import grouped, price_said
from ideas.box.queries.lines import IdeaLine

register = template.Library()

# How a state glows (static/css/status.css): what can be bought is live, what is near is warm.
LAMPS = {
    IdeaState.NEGOTIATING: "status--soon",
    IdeaState.PLANNED: "status--soon",
    IdeaState.ON_SALE: "status--live",
}


@register.filter
def lamp(state: str) -> str:
    """The class of a state's lamp."""
    return LAMPS.get(IdeaState(state), "")


@register.filter
def price(line: IdeaLine) -> str:
    """The price that its author imagined."""
    return price_said(line.price_from, line.price_to)


register.filter("tally", grouped)


@register.simple_tag
def picture_address(token: str) -> str:
    """A picture's whole address, for those who look at a page from elsewhere."""
    return settings.SITE_URL + address(token, 1440, "jpg")


@register.simple_tag
def list_words() -> str:
    """What the script of the list says while it goes on, likewise."""
    return for_script(
        lambda n: {
            "moved": ngettext("{n} nouvelle idée", "{n} nouvelles idées", n),
            "perhaps": _("Voir ce qui a bougé"),
        }
    )


@register.simple_tag
def support_words() -> str:
    """What the script says when a support did not go through, as JSON for its `data-words`."""
    return json.dumps(
        {
            "unanswered": _("Pas de réponse. Ce n’est pas ta faute : réessaie dans un instant."),
            "signed_out": _("Ta session s’est fermée. Recharge la page et recommence."),
            "refused": _("Ça n’a pas pris. Recharge la page et recommence."),
        },
        ensure_ascii=False,
    )
