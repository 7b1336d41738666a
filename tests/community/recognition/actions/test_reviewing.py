"""Badges by their rules on the ledger: told once, kept, and gone where their points were taken back."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from community.notices.actions import choose
from community.notices.kinds import APP
from community.notices.models import Delivery, Notice
from community.notices.queries import glance_of
from community.recognition.actions import award, award_all, reverse_award, reviewing
from community.recognition.actions.reviewing import review_badges
from community.recognition.models import Distinction
from tests.at_once import at_once
from tests.community.recognition.conftest import HELPED, standstill, switch_off
from tests.factories.members import make_member
from tests.jobs import work_off

pytestmark = pytest.mark.django_db


def held(member):
    return list(Distinction.objects.filter(member=member).values_list("badge", flat=True))


def told(member):
    return list(Notice.objects.filter(member=member, kind="recognition.badge").values_list("data", flat=True))


def test_at_the_number_and_one_before_it(badge, member):
    award(member.pk, HELPED, "post:1")
    work_off()
    assert (held(member), told(member)) == ([], [])
    award(member.pk, HELPED, "post:2")
    work_off()
    assert held(member) == [badge.slug]
    assert told(member) == [{"badge": badge.slug}]
    assert not Delivery.objects.exists(), "under the bell, and nowhere else"
    assert glance_of(member).lines[0].sentence == "Tu as reçu une distinction : L’essai"


def test_what_got_no_points_at_the_cap_counts_all_the_same(badge, member):
    for number in range(5):
        award(member.pk, HELPED, f"post:{number}")
    reverse_award(member.pk, HELPED, "post:0")
    reverse_award(member.pk, HELPED, "post:1")
    reverse_award(member.pk, HELPED, "post:2")
    work_off()
    assert held(member) == [badge.slug]


def test_once(badge, member):
    award(member.pk, HELPED, "post:1")
    award(member.pk, HELPED, "post:2")
    work_off()
    with standstill():
        review_badges([member.pk])


def test_who_muted_them_has_them_and_hears_nothing(badge, member):
    choose(member, channel=APP, wanted=False, kinds=["recognition.badge"])
    for number in range(2):
        award(member.pk, HELPED, f"post:{number}")
    work_off()
    assert held(member) == [badge.slug]
    assert told(member) == []


def test_what_was_taken_back_takes_the_badge_and_what_was_told(badge, member):
    for number in range(2):
        award(member.pk, HELPED, f"post:{number}")
    work_off()
    reverse_award(member.pk, HELPED, "post:1")
    work_off()
    assert held(member) == []
    assert [line.is_open for line in glance_of(member).lines] == [False]


def test_without_that_it_stays_whatever_the_rule_says_now(badge, member):
    award(member.pk, HELPED, "post:1")
    Distinction.objects.create(member=member, badge=badge.slug)
    with standstill():
        review_badges([member.pk])


def test_a_house_without_badges_gives_none(badge, member):
    switch_off("badges")
    for number in range(2):
        award(member.pk, HELPED, f"post:{number}")
    work_off()
    assert held(member) == []


def test_what_was_told_is_not_shown_in_a_house_without_badges(badge, member):
    for number in range(2):
        award(member.pk, HELPED, f"post:{number}")
    work_off()
    switch_off("badges")
    assert [line.is_open for line in glance_of(member).lines] == [False]


def test_who_left_gets_none(badge):
    member = make_member()
    for number in range(2):
        award(member.pk, HELPED, f"post:{number}")
    member.is_active = False
    member.save()
    work_off()
    assert held(member) == []


@pytest.mark.parametrize("number", [1, 3])
def test_several_cost_what_one_does(badge, number, django_assert_num_queries):
    members = [make_member().pk for _ in range(number)]
    for thing in range(2):
        award_all(members, HELPED, f"ballot:{thing}")
    # The marks of the transaction; switches, locks, two of facts, what they have, what is new; four to tell, two to
    # announce.
    with django_assert_num_queries(2 + 6 + 5):
        review_badges(members)
    assert Distinction.objects.count() == number


@pytest.mark.django_db(transaction=True)
class TestTwoLooksAtOnce:
    def looked_at(self):
        member = make_member()
        with transaction.atomic():
            for number in range(2):
                award(member.pk, HELPED, f"post:{number}")
        at_once(*[partial(review_badges, [member.pk])] * 4)
        return told(member)

    def test_they_tell_once(self, badge):
        assert len(self.looked_at()) == 1

    def test_control_without_the_lock_they_give_it_twice(self, badge, monkeypatch):
        def unlocked(*member_ids):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.2)")
            return list(member_ids)

        monkeypatch.setattr(reviewing, "lock_accounts", unlocked)
        with pytest.raises(IntegrityError, match="distinction_once"):
            self.looked_at()
