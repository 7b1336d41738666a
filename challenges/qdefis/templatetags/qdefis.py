"""How a Qdéfi says where it stands, and what its scripts say."""

import json

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.qdefis.cards import card_of
from challenges.qdefis.models import Entry, Phase, Qdefi
from challenges.qdefis.queries import QdefiLine

register = template.Library()

# How a phase glows (static/css/status.css): what one can take part in is live, what is near is warm.
LAMPS = {Phase.ANNOUNCED: "status--soon", Phase.ENTRIES: "status--live", Phase.VOTES: "status--live"}


@register.simple_tag
def card_address(qdefi: Qdefi, entry: Entry | None = None) -> str:
    """The picture that networks show of a page: its card, or the house's own where nobody draws any."""
    return card_of(qdefi, entry) or settings.SITE_URL + static("img/share.png")


@register.filter
def lamp(line: QdefiLine) -> str:
    """The class of a Qdéfi's lamp."""
    return LAMPS.get(line.phase, "")


@register.filter
def standing(line: QdefiLine) -> str:
    """Where it stands, in a word or two. What scores itself has no jury to wait for."""
    if line.phase == Phase.JURY and not line.is_judged:
        return _("dépouillement")
    return str(line.phase.label)


@register.simple_tag
def photo_words() -> str:
    """What the script says of photos on their way, as JSON for its `data-words`."""
    return json.dumps(
        {
            "uploading": _("{name} est en route"),
            "cancel": _("Annuler"),
            "retry": _("Réessayer"),
            "leave": _("Laisser"),
            "offline": _("Pas de réponse. L’image n’est pas partie."),
            "unavailable": _("La maison ne répond pas bien. L’image n’est pas partie."),
            "too_large": _("Cette image est trop lourde."),
            "no_picture": _("Cette image n’a pas été acceptée."),
            "waits": _("Une photo est encore en route : attends-la ou annule-la."),
            "full": _("Il n’y a plus de place : enlève une photo d’abord."),
        },
        ensure_ascii=False,
    )


@register.simple_tag
def gallery_words() -> str:
    """What the script says when entries come or the results are there, as JSON for its `data-words`."""
    one, many = (ngettext("{n} nouvelle participation", "{n} nouvelles participations", n) for n in (1, 2))
    return json.dumps(
        {"fresh": [one, many], "closed": _("Les résultats sont là"), "perhaps": _("Voir s’il y a du nouveau")},
        ensure_ascii=False,
    )
