"""How a ceremony says what it shows; its script says the same by the same words."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.ceremonies.models import PLACES

register = template.Library()


@register.simple_tag
def place(number: int) -> str:
    """A place by its name."""
    return {1: _("Première place"), 2: _("Deuxième place"), 3: _("Troisième place")}[number]


@register.simple_tag
def nobody(number: int) -> str:
    """What is said of a place that nobody has."""
    return _("Pas de gagnant, cette fois. Ça arrive.") if number == 1 else _("Personne : il y a eu des ex æquo.")


@register.simple_tag
def others(number: int) -> str:
    """How many more share a place."""
    return ngettext("et {n} autre, à égalité", "et {n} autres, à égalité", number).format(n=number)


@register.simple_tag
def figures(data: Mapping[str, Any]) -> str:
    """How many took part."""
    said = ngettext("{n} participation", "{n} participations", data["entries"]).format(n=data["entries"])
    if "voted" in data:
        said += " · " + ngettext("{n} membre a voté", "{n} membres ont voté", data["voted"]).format(n=data["voted"])
    return said


@register.simple_tag
def ceremony_words() -> str:
    """What the script says, as JSON for its `data-words`."""
    words: dict[str, Any] = {f"place_{number}": place(number) for number in PLACES}
    words |= {f"nobody_{number}": nobody(number) for number in PLACES}
    words |= {
        "others": [ngettext("et {n} autre, à égalité", "et {n} autres, à égalité", n) for n in (1, 2)],
        "entries": [ngettext("{n} participation", "{n} participations", n) for n in (1, 2)],
        "voted": [ngettext("{n} membre a voté", "{n} membres ont voté", n) for n in (1, 2)],
        "soon": _("Ça commence dans {left}."),
        "next": _("{place} dans {left}."),
        "seconds": _("{n} s"),
        "minutes": _("{n} min {seconds} s"),
        "now": _("Un instant : on compte encore."),
        "over": _("C’est dit. Merci à toutes et à tous."),
        "by": _("{title}, par {author}"),
    }
    return json.dumps(words, ensure_ascii=False)
