"""What is long over is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.notices.actions import pruning
from community.notices.actions.pruning import ENVELOPES_KEPT, NOTICES_KEPT, prune
from community.notices.models import Delivery, Envelope, Notice
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

NOW = timezone.now()
YOUNG, OLD = timedelta(seconds=-5), timedelta(seconds=5)


def test_notices_go_once_they_are_read_and_old_in_batches(monkeypatch):
    monkeypatch.setattr(pruning, "AT_ONCE", 2)
    member = make_member()

    def make(age, **fields):
        return Notice.objects.create(member=member, kind="essai", at=NOW - NOTICES_KEPT - age, **fields)

    kept = [make(YOUNG, read_at=NOW), make(OLD)]
    for _ in range(3):
        make(OLD, read_at=NOW)
    make(OLD, is_listed=False)
    prune(lambda: NOW)
    assert list(Notice.objects.order_by("pk")) == kept


def test_envelopes_go_once_they_have_ended_and_the_line_is_not_sent_again():
    member = make_member()

    def make(age, try_at=None):
        return Envelope.objects.create(member=member, channel="mail", made_at=NOW - ENVELOPES_KEPT - age, try_at=try_at)

    old, *kept = make(OLD), make(YOUNG), make(OLD, try_at=NOW)
    notice = Notice.objects.create(member=member, kind="essai", at=NOW - ENVELOPES_KEPT)
    delivery = Delivery.objects.create(notice=notice, member=member, channel="mail", envelope=old)
    prune(lambda: NOW)
    assert list(Envelope.objects.order_by("pk")) == kept
    delivery.refresh_from_db()
    assert (delivery.envelope, delivery.due_at) == (None, None)
