"""What pages need of the devices."""

from django import template
from django.conf import settings

from community.push.keys import public_key_of

register = template.Library()


@register.simple_tag
def push_key() -> str:
    """The key by which browsers know our pushes; empty where the house has none, and then nothing rings."""
    return public_key_of(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else ""
