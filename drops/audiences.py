"""Who looks: everybody, a member, or somebody of the drop team."""

from typing import Any

from django.conf import settings
from django.db.models import TextChoices

from realtime.topics import Viewer

TEAM_PERMISSION = "drops.manage_drop"
# The accounts that play the rush of a rehearsal; nobody can receive mail there, so nobody can sign up with it.
REHEARSAL_DOMAIN = "rehearsal.invalid"


class Audience(TextChoices):
    """The kinds of viewers; frames and pages are made once for each. No drop has more than three of them."""

    ANONYMOUS = "anonymous"
    MEMBER = "member"
    REHEARSER = "rehearser"  # sees rehearsals as a member does, and nothing else
    TEAM = "team"


def is_rehearser(email: str) -> bool:
    return email.endswith(f"@{REHEARSAL_DOMAIN}")


def audience_of(user: Any) -> Audience:
    """The audience of a member, an anonymous user or None. Asks the database once per user object, for staff only."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Audience.ANONYMOUS
    return _audience(user, in_team=user.is_staff and user.has_perm(TEAM_PERMISSION))


def audience_of_viewer(viewer: Viewer) -> Audience:
    """The audience of a socket, told in memory."""
    if viewer.is_anonymous:
        return Audience.ANONYMOUS
    return _audience(viewer.member, in_team=viewer.may(TEAM_PERMISSION))


def _audience(member: Any, *, in_team: bool) -> Audience:
    if in_team:
        return Audience.TEAM
    return Audience.REHEARSER if is_rehearser(member.email) and not settings.DEMO else Audience.MEMBER
