"""Reading what one was told."""

import pytest
from django.utils import timezone

from community.notices.actions import mark_read, tell
from community.notices.models import Notice
from community.notices.queries import unread_of
from tests.factories.members import make_member

pytestmark = [pytest.mark.usefixtures("spoken"), pytest.mark.django_db]


def test_one_or_all_and_only_ones_own():
    member, other = make_member(), make_member()
    for key in "123":
        tell("essai", [member.pk, other.pk], key=key)
    first = Notice.objects.filter(member=member).earliest("pk")
    foreign = Notice.objects.filter(member=other).earliest("pk")
    assert mark_read(member, [first.pk, foreign.pk]) == 1
    assert (unread_of(member.pk), unread_of(other.pk)) == (2, 3)
    assert mark_read(member) == 2
    assert mark_read(member) == 0
    assert (unread_of(member.pk), unread_of(other.pk)) == (0, 3)


def test_reading_again_keeps_the_first_hour():
    member = make_member()
    hour = timezone.now()
    notice = Notice.objects.create(member=member, kind="essai", read_at=hour)
    mark_read(member)
    notice.refresh_from_db()
    assert notice.read_at == hour
