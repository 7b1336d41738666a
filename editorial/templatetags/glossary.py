"""Terms explain themselves: `{{ text|terms }}`, or `{% filter terms %}…{% endfilter %}` around a whole region."""

from django import template
from django.utils.safestring import SafeString

from editorial.explaining import Explanation, explain

register = template.Library()


@register.filter(is_safe=True)
def terms(text: object, but: str = "") -> SafeString:
    """Link each glossary term at its first use; `but` is the slug of a term to leave alone (on its own page)."""
    return explain(text, but=but).html


@register.simple_tag
def explained(text: object) -> Explanation:
    """The same with the list of the terms: `{% explained page.body as told %}`, then `told.html` and `told.terms`."""
    return explain(text)
