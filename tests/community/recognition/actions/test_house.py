"""The switches, a member's discretion, and the ledger when somebody leaves."""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Sum

from community.personal.registry import Leaving
from community.recognition.actions import award, reverse_award
from community.recognition.actions.choices import keep_points, show_points
from community.recognition.actions.departing import mask_ledger
from community.recognition.actions.house import NotForYou, switch
from community.recognition.models import Discretion, Entry
from community.recognition.queries import balance_of, switches
from tests.community.recognition.conftest import HELPED, WON, lines, standstill
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
OFF = dict.fromkeys(("points", "levels", "badges", "leaderboards"), False)


def test_all_of_it_is_on_until_somebody_says_otherwise():
    assert [getattr(switches(), what) for what in OFF] == [True] * 4


def test_who_manages_it_switches(django_assert_num_queries):
    keeper = make_member(is_staff=True)
    keeper.user_permissions.add(Permission.objects.get(codename="manage_recognition"))
    switch(by=keeper, **OFF)
    assert not switches().is_on
    switch(by=keeper, **OFF | {"badges": True})
    assert (switches().is_on, switches().points) == (True, False)


@pytest.mark.parametrize("fields", [{}, {"is_staff": True}, {"is_superuser": True}])
def test_nobody_else_does(fields):
    other = make_member(**fields)
    with standstill(), pytest.raises(NotForYou):
        switch(by=other, **OFF)


def test_discretion_and_its_end_twice_each(member):
    for _ in range(2):
        keep_points(member)
    assert Discretion.objects.filter(member=member).exists()
    for _ in range(2):
        show_points(member)
    assert not Discretion.objects.exists()


def test_who_leaves_leaves_lines_that_add_up_and_say_nothing(member):
    other = make_member()
    for who in (member, other):
        award(who.pk, WON, "gathering:fondue")
        award(who.pk, HELPED, "gathering:fondue")
        reverse_award(who.pk, HELPED, "gathering:fondue")
    before = list(Entry.objects.order_by("pk").values("member", "points", "reason", "turn", "reverses", "at", "day"))
    leaving = Leaving(member.pk, (member.handle,), (member.email,), "membre-parti-x", takes_words=True)
    for _ in range(2):
        mask_ledger(leaving)
    after = Entry.objects.order_by("pk").values("member", "points", "reason", "turn", "reverses", "at", "day")
    assert list(after) == before
    assert not any("fondue" in source for _points, _reason, source in lines(member))
    assert all(source == "gathering:fondue" for _points, _reason, source in lines(other))
    assert Entry.objects.filter(member=member).aggregate(n=Sum("points"))["n"] == balance_of(member.pk) == 100
