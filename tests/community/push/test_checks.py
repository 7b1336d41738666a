"""What stops the start of a real house."""

import io

import pytest
from django.core.management import call_command

from community.push import checks
from community.push.keys import public_key_of

KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"  # tests that are spread over processes have one name in all


def ids(found):
    return [each.id for each in found]


def test_the_open_internet_alone(settings):
    assert checks.check_private_push(None) == []
    settings.PUSH_PRIVATE = True
    assert ids(checks.check_private_push(None)) == ["push.E001"]


@pytest.mark.parametrize(
    ("key", "subject", "found"),
    [
        (KEY, "mailto:a@qlock.example", []),
        (KEY, "https://qlock.example", []),
        ("", "mailto:a@qlock.example", ["push.E002"]),
        ("short", "mailto:a@qlock.example", ["push.E003"]),
        (KEY, "", ["push.E004"]),
        (KEY, "a@qlock.example", ["push.E004"]),
    ],
)
def test_who_signs(settings, key, subject, found):
    settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT = key, subject
    assert ids(checks.check_vapid(None)) == found


def test_a_pair_for_a_house(settings):
    said = io.StringIO()
    call_command("vapid", stdout=said)
    private, public = said.getvalue().splitlines()
    settings.VAPID_PRIVATE_KEY = private.removeprefix("VAPID_PRIVATE_KEY=")
    assert ids(checks.check_vapid(None)) == []
    assert public.endswith(public_key_of(settings.VAPID_PRIVATE_KEY))
