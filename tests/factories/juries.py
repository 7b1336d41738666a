"""Judgings for tests: opened by the actions themselves, with their hours moved by hand."""

from datetime import timedelta

from django.db import transaction

from challenges.juries.actions.locking import lock_judging
from challenges.juries.actions.opening import open_judging
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Judging
from challenges.qdefis.models import Qdefi
from realtime import clock
from tests.factories.members import make_member
from tests.factories.qdefis import hours_of, make_entry, make_qdefi


def make_voters(number):
    """Members who were here long before any vote opened."""
    return [make_member(level=1, date_joined=clock.now() - timedelta(days=100)) for _ in range(number)]


def make_judging(*, entries=3, opened=True, phase="votes", voters=0, **fields):
    """A Qdéfi whose votes are open, with entries of so many authors; the voters, if any, are on its roll."""
    qdefi = make_qdefi(phase="votes", **fields)
    for _ in range(entries):
        make_entry(qdefi, pictures=0)
    make_voters(voters)
    if not opened:
        return Judging(qdefi=qdefi)
    with transaction.atomic():
        judging = lock_judging(qdefi.pk)
        open_judging(judging, clock.now())
    return judging if phase == "votes" else move_to(judging, phase)


def move_to(judging, phase):
    """Move the hours of its Qdéfi so that it stands there now, and have done what is due; "results" settle it."""
    hours = hours_of(phase, judging.qdefi.kind)
    if judging.qdefi.votes_open_at is None:
        hours |= {"votes_open_at": None, "votes_close_at": None}
    Qdefi.objects.filter(pk=judging.pk).update(**hours)
    return settle_judging(Qdefi.objects.select_related("universe").get(pk=judging.pk), clock.now())


def entries_of(judging):
    """Its entries, in the order they were made."""
    return list(judging.qdefi.entries.order_by("pk"))
