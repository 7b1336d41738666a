"""The number beside the bell."""

from django import template

from community.notices.queries import unread_of

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int:
    """How many notices the visitor has not read."""
    return unread_of(context["user"].pk)
