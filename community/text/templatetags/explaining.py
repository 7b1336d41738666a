"""`{{ text|terms:request }}`, or `{% filter terms:request %}…{% endfilter %}` around a whole region."""

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from community.text.explaining import explainer_of

register = template.Library()


@register.filter(is_safe=True)
def terms(text: object, request: HttpRequest) -> object | SafeString:
    """Link each word of the glossary at its first use in this text, as this reader wants it."""
    explain = explainer_of(request)
    return explain(text) if explain else text
