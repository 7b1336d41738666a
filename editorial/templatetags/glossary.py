"""A text with its terms linked, and their list beside it."""

from django import template
from django.http import HttpRequest

from community.text.explaining import explainer_of
from editorial.explaining import Explainer, Explanation

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: template.Context, text: object, but: str = "") -> Explanation:
    """`{% explained page.body as told %}`, then `told.html` and `told.terms`; `but` names a term to leave alone."""
    request: HttpRequest = context["request"]
    explainer = explainer_of(request)
    return (explainer if isinstance(explainer, Explainer) else Explainer(request)).explain(text, but=but)
