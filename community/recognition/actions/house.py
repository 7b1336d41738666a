"""What the house shows, and what it takes back."""

from django.db import transaction

from community.members.models import Member
from community.recognition.actions.awarding import reverse_award
from community.recognition.models import Entry, Settings
from community.recognition.rules import may_manage


class NotForYou(Exception):
    """Who shows what, and what was a mistake, is decided by who manages it."""


@transaction.atomic
def switch(*, by: Member, points: bool, levels: bool, badges: bool, leaderboards: bool) -> Settings:
    """Say what the house has of all this; what is off is shown nowhere, and what was earned is kept.

    Refuses (`NotForYou`) who may not.
    """
    if not may_manage(by):
        raise NotForYou
    values = {"points": points, "levels": levels, "badges": badges, "leaderboards": leaderboards}
    return Settings.objects.update_or_create(pk=1, defaults=values)[0]


@transaction.atomic
def take_back(entry: Entry, *, by: Member) -> int:
    """Take an award back that was a mistake; answers how many points that moved, none where nothing stands any more.

    Refuses (`NotForYou`) who may not.
    """
    if not may_manage(by):
        raise NotForYou
    return reverse_award(entry.member_id, entry.reason, entry.source)
