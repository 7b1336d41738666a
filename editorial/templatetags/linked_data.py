"""Structured data in a page."""

import json
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# A data block is never executed, yet it must not be able to end its own element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: Mapping[str, object]) -> SafeString:
    """Schema.org data as one JSON-LD block."""
    text = json.dumps({"@context": "https://schema.org"} | dict(data), ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 -- escaped above
