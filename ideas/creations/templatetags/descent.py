"""The line of descent on any page: `{% descent creation_id %}`, `{% descent_of_idea idea_id %}`."""

from typing import Any

from django import template

from ideas.creations.queries import line_of, line_of_idea
from realtime import clock

register = template.Library()


@register.inclusion_tag("components/_descent.html", takes_context=True)
def descent(context: template.Context, creation_id: int | None) -> dict[str, Any]:
    """The line through a creation as this viewer may see it; nothing for none."""
    return {"stations": line_of(creation_id, context["request"].user, clock.now())}


@register.inclusion_tag("components/_descent.html", takes_context=True)
def descent_of_idea(context: template.Context, idea_id: int) -> dict[str, Any]:
    """The line that begins with an idea; nothing while nothing came of it."""
    return {"stations": line_of_idea(idea_id, context["request"].user, clock.now())}
