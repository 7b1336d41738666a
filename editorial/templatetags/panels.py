"""The panels of the home page."""

from django import template
from django.utils.safestring import SafeString

from editorial.queries.home import ShownPanel

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_panel(context: template.Context, panel: ShownPanel) -> SafeString:
    """A panel's own template, rendered with what the panel had to say."""
    with context.push(**panel.context):
        return template.Engine.get_default().get_template(panel.template).render(context)
