"""The jobs, from the minute that strikes to what has left the site."""

import pytest

from community.notices import tasks
from community.notices.actions import tell
from community.notices.jobs import DELIVER
from community.notices.models import Delivery, Notice
from realtime import clock
from tests.factories.members import make_member
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db


def test_each_minute_each_channel_has_one_job(couriers):
    for _ in range(2):
        tasks.deliver_all(timestamp=0)
    assert waiting(DELIVER) == [{"channel": "mail"}, {"channel": "push"}]


def test_what_is_due_leaves_with_the_minute(couriers):
    member = make_member()
    tell("fort", [member.pk])
    Delivery.objects.update(due_at=clock.now())
    tasks.deliver_all(timestamp=0)
    work_off()
    assert [each.member for each in couriers.mail.sent + couriers.push.sent] == [member, member]


def test_a_channel_that_is_gone_stops_nobody(couriers):
    tasks.deliver(channel="pigeon")
    assert not couriers.mail.sent + couriers.push.sent


def test_each_night_forgets_what_is_long_over(couriers):
    member = make_member()
    for year in (2001, 2002):
        Notice.objects.create(member=member, kind="essai", at=clock.now().replace(year=year), read_at=clock.now())
    tasks.prune_old(timestamp=0)
    assert not Notice.objects.exists()
