"""A text with its terms linked, their list beside it, and where the small drawings lie."""

from django import template
from django.http import HttpRequest
from django.urls import reverse

from community.text.explaining import explainer_of
from editorial import drawings
from editorial.explaining import Explainer, Explanation

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: template.Context, text: object, but: str = "") -> Explanation:
    """`{% explained page.body as told %}`, then `told.html` and `told.terms`; `but` names a term to leave alone."""
    request: HttpRequest = context["request"]
    explainer = explainer_of(request)
    return (explainer if isinstance(explainer, Explainer) else Explainer(request)).explain(text, but=but)


@register.simple_tag(takes_context=True)
def is_explained(context: template.Context) -> bool:
    """Whether this reader sees the glossary's words explained."""
    explainer = explainer_of(context["request"])
    return not isinstance(explainer, Explainer) or explainer.matcher is not None


@register.simple_tag
def drawings_address() -> str:
    """Where the sheet of drawings lies; a drawing is found in it by `#name`."""
    return reverse("drawings", args=[drawings.version()])
