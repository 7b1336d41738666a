"""What a member keeps for themself."""

from community.members.models import Member
from community.recognition.models import Discretion


def keep_points(member: Member) -> None:
    """Keep one's points for oneself: on no leaderboard, and not on one's profile. Harmless when repeated."""
    Discretion.objects.get_or_create(member=member)


def show_points(member: Member) -> None:
    """Show them again. Harmless when repeated."""
    Discretion.objects.filter(member=member).delete()
