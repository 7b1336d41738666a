"""How the café draws its marks."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.discussions import words

register = template.Library()

INDICES = 12  # on the small dial beside a table


@register.simple_tag
def mark(name: str) -> SafeString:
    """One drawing of `static/img/cafe.svg`. Mute: the word stands beside it."""
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("img/cafe.svg"),
        name,
    )


@register.simple_tag
def words_for(name: str) -> str:
    """The sentences of a script, as JSON for its `data-words`."""
    return words.for_script(SPEAKERS[name])


@register.inclusion_tag("discussions/_pulse.html")
def pulse(stirring: int) -> dict[str, object]:
    """A small dial: an index lit for each thread that moved this week. Mute: the number stands beside it."""
    return {"indices": [(number * 360 // INDICES, number < stirring) for number in range(INDICES)]}


SPEAKERS: dict[str, words.Words] = {"thread": words.thread, "cafe": words.cafe, "composer": words.composer}
