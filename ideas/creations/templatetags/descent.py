"""The line of descent on any page: `{% descent creation_id %}`."""

from typing import Any

from django import template

from ideas.creations.queries import line_of
from realtime import clock

register = template.Library()


@register.inclusion_tag("components/_descent.html", takes_context=True)
def descent(context: template.Context, creation_id: int | None) -> dict[str, Any]:
    """The line through a creation as this viewer may see it; nothing for none."""
    return {"stations": line_of(creation_id, context["request"].user, clock.now())}
