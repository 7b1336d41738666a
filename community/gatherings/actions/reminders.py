"""Reminding who comes."""

from datetime import datetime, timedelta

from django.db import transaction

from community.gatherings.actions.answers import lock_gathering
from community.gatherings.models import Gathering
from community.gatherings.queries import due_for_reminder
from community.gatherings.telling import REMINDER, about
from community.notices.actions import tell_all


@transaction.atomic
def remind_members(gathering: Gathering, lead: timedelta, now: datetime) -> int:
    """Remind everybody who comes and was not yet, for this lead or a shorter one; answers how many.

    Marking and telling are one transaction: whatever crashes, each is told once.
    """
    gathering = lock_gathering(gathering.pk)
    rsvps = list(due_for_reminder(gathering, lead, now))
    hours = lead // timedelta(hours=1)
    gathering.rsvps.filter(pk__in=[rsvp.pk for rsvp in rsvps]).update(reminded=hours)
    tell_all(about(REMINDER, gathering, sorted(rsvp.member_id for rsvp in rsvps), mark=hours))
    return len(rsvps)
