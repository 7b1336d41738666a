"""Members for tests."""

from datetime import timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from community.members.groups import MODERATORS
from community.members.models import Activity, Member
from community.members.trust import TO_REGULAR, WINDOW, TrustLevel, day_of
from realtime import clock

_numbers = count(1)


def make_member(*, confirmed=True, **fields):
    """A member with a confirmed e-mail address; `confirmed=False` leaves it unconfirmed, None leaves it out."""
    number = next(_numbers)
    fields = {"email": f"membre{number}@test.example", "handle": f"membre-{number}"} | fields
    member = Member.objects.create_user(**fields)
    if confirmed is not None:
        EmailAddress.objects.create(user=member, email=member.email, verified=confirmed, primary=True)
    return member


def make_moderator():
    """A member of the moderators' team, with its rights."""
    guard = make_member(is_staff=True)
    guard.groups.add(Group.objects.get(name=MODERATORS))
    return guard


def make_regular(*, days_seen=TO_REGULAR.days_seen, level=TrustLevel.REGULAR, **fields):
    """A member with all that makes a regular, seen on the last `days_seen` days."""
    now = clock.now()
    member = make_member(level=level, date_joined=now - timedelta(days=TO_REGULAR.account_days), **fields)
    Activity.objects.create(
        member=member,
        days=days_seen,
        last_day=day_of(now),
        window=("1" * days_seen).rjust(WINDOW, "0"),
        read=TO_REGULAR.read,
        written=TO_REGULAR.written,
        received=TO_REGULAR.received,
    )
    return member
