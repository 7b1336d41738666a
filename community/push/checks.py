"""System checks of the devices."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from community.push.keys import KeyRefused, public_key_of


@register(Tags.security, deploy=True)
def check_private_push(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Pushes of a real house go to the open internet alone."""
    if not settings.PUSH_PRIVATE:
        return []
    return [Error("PUSH_PRIVATE is on; a push could be sent to an address inside the house.", id="push.E001")]


@register("house", deploy=True)
def check_vapid(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """There is a key that pushes are signed with, and somebody to complain to."""
    found: list[CheckMessage] = []
    if not settings.VAPID_PRIVATE_KEY:
        hint = "Make one: manage.py vapid"
        found.append(Error("VAPID_PRIVATE_KEY is not set; nobody's phone would ring.", hint=hint, id="push.E002"))
    else:
        try:
            public_key_of(settings.VAPID_PRIVATE_KEY)
        except KeyRefused:
            found.append(Error("VAPID_PRIVATE_KEY is no key as `manage.py vapid` makes them.", id="push.E003"))
    if not settings.VAPID_SUBJECT.startswith(("mailto:", "https://")):
        found.append(Error("VAPID_SUBJECT is no mailto: or https:// address.", id="push.E004"))
    return found
