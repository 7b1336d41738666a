"""A digest is a yes with a date, wherever it is said."""

import pytest

from community.members.actions.consents import give_consent, withdraw_consent
from community.members.consents import consents_of
from community.notices.actions.choices import set_wishes
from community.notices.consents import DIGEST_CONSENT
from community.notices.models import Digest, Rhythm
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def wish(member, digest):
    set_wishes(member, wanted=(), quiet=None, zone="Europe/Zurich", digest=digest, delay=10)


def given(member):
    return next(each for each in consents_of(member) if each.name == "digest")


def test_chosen_among_the_settings_it_has_its_date(member):
    wish(member, Digest.DAILY)
    assert given(member).is_given
    wish(member, Digest.WEEKLY)
    before = given(member).given_at
    wish(member, Digest.NEVER)
    assert (given(member).given_at, given(member).is_given) == (before, False)


def test_who_never_chose_one_has_said_nothing(member):
    wish(member, Digest.NEVER)
    assert given(member).given_at is None


def test_given_and_withdrawn_with_the_data_the_settings_follow(member):
    give_consent(member, DIGEST_CONSENT)
    assert Rhythm.objects.get(member=member).digest == Digest.WEEKLY
    withdraw_consent(member, DIGEST_CONSENT)
    assert Rhythm.objects.get(member=member).digest == Digest.NEVER
