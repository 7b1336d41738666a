"""What a member decides about being told."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from community.notices.actions import choose, set_wishes
from community.notices.kinds import TO_COME, kind_of
from community.notices.models import Choice, Digest, Rhythm
from community.notices.queries import wishes_of
from community.notices.rules import takes_new, wants
from tests.factories.members import make_member

pytestmark = [pytest.mark.usefixtures("couriers"), pytest.mark.django_db]

BY_DEFAULT = {
    ("fort", "app"),
    ("fort", "mail"),
    ("fort", "push"),
    ("tout-de-suite", "app"),
    ("tout-de-suite", "mail"),
    ("tout-de-suite", "push"),
    ("essai", "app"),
    ("décidé", "app"),
}


def chosen(member):
    return set(Choice.objects.filter(member=member).values_list("kind", "channel", "wanted"))


def decide(member, wanted, **fields):
    decision = {"quiet": None, "zone": "Europe/Zurich", "digest": Digest.NEVER, "delay": 10}
    ours = {kind for kind, _place in BY_DEFAULT}
    others = {(kind, place) for kind, place in _house_defaults() if kind not in ours}
    set_wishes(member, wanted=wanted | others, **(decision | fields))


def _house_defaults():
    from community.notices.kinds import members_kinds

    places = {"app", "mail", "push"}
    return {(kind.name, place) for kind in members_kinds() for place in kind.by_default & places} | {
        (TO_COME, place) for place in places
    }


def test_only_what_differs_is_kept():
    member = make_member()
    decide(member, BY_DEFAULT)
    assert chosen(member) == set()
    decide(member, BY_DEFAULT - {("fort", "mail")} | {("essai", "push")})
    assert chosen(member) == {("fort", "mail", False), ("essai", "push", True)}
    decide(member, BY_DEFAULT)
    assert chosen(member) == set()


def test_what_is_always_told_is_no_choice():
    member = make_member()
    decide(member, BY_DEFAULT - {("décidé", "app")})
    assert chosen(member) == set()


def test_hours_and_digest_are_kept_and_taken_back():
    member = make_member()
    decide(member, BY_DEFAULT, quiet=(time(22), time(7)), zone="Asia/Tokyo", digest=Digest.WEEKLY, delay=30)
    wishes = wishes_of([member.pk], ["fort"])[member.pk]
    assert (wishes.zone, wishes.quiet, wishes.digest) == ("Asia/Tokyo", (time(22), time(7)), Digest.WEEKLY)
    assert wishes.delay.total_seconds() == 30 * 60
    decide(member, BY_DEFAULT)
    assert wishes_of([member.pk], ["fort"])[member.pk].quiet is None
    assert Rhythm.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"wanted": {("inconnu", "app")}}, LookupError),
        ({"wanted": {("fort", "pigeon")}}, LookupError),
        ({"zone": "Mars/Olympus"}, ValidationError),
    ],
    ids=["kind", "channel", "zone"],
)
def test_what_nobody_knows_is_refused_and_changes_nothing(fields, refusal):
    member = make_member()
    decision = {"wanted": set(), "quiet": None, "zone": "UTC", "digest": Digest.DAILY, "delay": 0}
    with pytest.raises(refusal):
        set_wishes(member, **(decision | fields))
    member.refresh_from_db()
    assert (chosen(member), Rhythm.objects.exists(), member.zone) == (set(), False, "Europe/Zurich")


class TestWhatIsToCome:
    def test_without_the_kinds_to_come_those_of_today_stay_as_they_are(self):
        member = make_member()
        choose(member, channel="mail", wanted=False, kinds=[TO_COME, "tout-de-suite"])
        wishes = wishes_of([member.pk], ["fort", "tout-de-suite", "essai"])[member.pk]
        kinds = [kind_of(name) for name in ("fort", "tout-de-suite", "essai")]
        assert [wants(wishes, kind, "mail") for kind in kinds] == [True, False, False]
        assert not takes_new(wishes, "mail")
        assert takes_new(wishes, "push")

    def test_taken_back_only_what_was_left_stays_left(self):
        member = make_member()
        choose(member, channel="mail", wanted=False, kinds=["tout-de-suite"])
        choose(member, channel="mail", wanted=False)
        choose(member, channel="mail", wanted=True, kinds=[TO_COME, "fort"])
        wishes = wishes_of([member.pk], ["fort", "tout-de-suite"])[member.pk]
        assert takes_new(wishes, "mail")
        assert wants(wishes, kind_of("fort"), "mail")
        assert not wants(wishes, kind_of("tout-de-suite"), "mail")


class TestOneChannel:
    def test_some_kinds_or_all(self):
        member = make_member()
        choose(member, channel="mail", wanted=False, kinds=["fort"])
        assert chosen(member) == {("fort", "mail", False)}
        choose(member, channel="mail", wanted=False)
        kinds = [kind_of(name) for name in ("fort", "tout-de-suite", "essai", "mention")]
        wishes = wishes_of([member.pk], [kind.name for kind in kinds])[member.pk]
        assert [wants(wishes, kind, "mail") for kind in kinds] == [False] * 4
        assert wants(wishes, kinds[0], "push")

    def test_twice_is_once(self):
        member = make_member()
        for _ in range(2):
            choose(member, channel="mail", wanted=False, kinds=["fort"])
        assert Choice.objects.filter(member=member).count() == 1

    def test_what_nobody_knows_is_refused(self):
        member = make_member()
        for channel, kinds in (("pigeon", ["fort"]), ("mail", ["inconnu"])):
            with pytest.raises(LookupError):
                choose(member, channel=channel, wanted=False, kinds=kinds)
        assert chosen(member) == set()
