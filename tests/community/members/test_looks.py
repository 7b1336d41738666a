"""No page or mail of allauth's own is left: each has its template in the house."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

HOUSE = settings.BASE_DIR / "templates"
LIBRARY = Path(allauth.__file__).parent / "templates"
# Never sent or shown with our settings: no phone, no code to reset by, no second address.
UNUSED = {"phone_verification_sent", "phone_verified", "password_reset_code"}
REPLACED = {"usersessions/usersession_list.html"}  # a page of ours stands at its address


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield getattr(pattern.callback, "view_class", None)
        else:
            yield from views(pattern.url_patterns)


def page_templates():
    found = {getattr(view, "template_name", None) for view in views(get_resolver("allauth.urls").url_patterns)}
    return sorted((found | {"account/confirm_email_verification_code.html"}) - {None})


def texts(*folders):
    for folder in folders:
        for path in (LIBRARY / folder).glob("*.txt"):
            if not any(path.name.startswith(name) for name in UNUSED):
                yield f"{folder}/{path.name}"


def letters(*folders):
    """The house's letter for each mail that allauth sends, as the adapter finds it."""
    for message in texts(*folders):
        if message.endswith("_message.txt") and not message.endswith("/base_message.txt"):
            yield f"mail/{message.replace('/email/', '/').removesuffix('_message.txt')}.html"


@pytest.mark.parametrize(
    "template",
    [
        *(name for name in page_templates() if name.endswith(".html") and name not in REPLACED),
        *texts("account/messages", "mfa/messages"),
        *letters("account/email", "mfa/email"),
    ],
)
def test_it_is_ours(template):
    assert Path(get_template(template).origin.name).is_relative_to(HOUSE)
