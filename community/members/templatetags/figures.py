"""How the house says how much: `{{ ballot.turnout|percent }}`."""

from django import template
from django.utils.translation import get_language

NO_BREAK = "\N{NO-BREAK SPACE}"

register = template.Library()


@register.filter
def percent(number: int) -> str:
    """`72 %`, which no line breaks; in English `72%`."""
    return f"{number}{'' if (get_language() or '').startswith('en') else NO_BREAK}%"
