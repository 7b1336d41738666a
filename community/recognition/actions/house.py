"""What the house shows."""

from django.db import transaction

from community.members.models import Member
from community.recognition.models import Settings
from community.recognition.rules import may_manage


class NotForYou(Exception):
    """Who shows what is decided by who manages it."""


@transaction.atomic
def switch(*, by: Member, points: bool, levels: bool, badges: bool, leaderboards: bool) -> Settings:
    """Say what the house has of all this; what is off is shown nowhere, and what was earned is kept.

    Refuses (`NotForYou`) who may not.
    """
    if not may_manage(by):
        raise NotForYou
    values = {"points": points, "levels": levels, "badges": badges, "leaderboards": leaderboards}
    return Settings.objects.update_or_create(pk=1, defaults=values)[0]
