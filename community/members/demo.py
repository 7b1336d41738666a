"""The accounts of a demo house, with a password that everybody may know."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from community.members.actions import register_member
from community.members.groups import DROP_TEAM, EDITORS, MODERATORS
from community.members.models import Activity, Member
from community.members.search import index_member
from community.members.trust import TO_MEMBER, TO_REGULAR, WINDOW, TrustLevel, day_of
from realtime import clock

PASSWORD = "montre-en-main"  # noqa: S105 -- printed by `make run`; refused outside a demo
# What two of them say about themselves, and how far the house trusts them; the others begin as everybody does.
STORIES = {
    "membre@demo.example": (
        TrustLevel.REGULAR,
        "Deux plongeuses, une complication de trop, et un père horloger que tout ça fait bien rire.",
    ),
    "amie@demo.example": (
        TrustLevel.MEMBER,
        "Remontage manuel et rien d’autre. J’habite au-dessus d’un atelier du Val-de-Travers.",
    ),
}
ACCOUNTS = {
    "membre@demo.example": ("loutre-de-fleurier", None),
    "amie@demo.example": ("marmotte-du-val", None),
    "nouveau@demo.example": ("herisson-presse", None),
    "redaction@demo.example": ("plume-d-oie", EDITORS),
    "moderation@demo.example": ("hibou-calme", MODERATORS),
    "atelier@demo.example": ("renard-du-sentier", DROP_TEAM),
}


@transaction.atomic
def make_demo_members() -> list[Member]:
    """Create the demo accounts that are missing, their addresses confirmed. Refuses outside a demo house."""
    if not settings.DEMO:
        raise ImproperlyConfigured("The demo accounts have a password that everybody knows; they need DEMO = True.")
    return [_make(email, handle, team) for email, (handle, team) in ACCOUNTS.items()]


def _make(email: str, handle: str, team: str | None) -> Member:
    if known := Member.objects.filter(email=email).first():
        return known
    member = register_member(
        email=email, handle=handle, password=PASSWORD, is_confirmed=True, is_staff=team is not None
    )
    if email in STORIES:
        _tell(member, *STORIES[email])
    if team:
        member.groups.add(Group.objects.get_or_create(name=team)[0])
    return member


def _tell(member: Member, level: TrustLevel, bio: str) -> None:
    """Give a member the past that their level asks for."""
    rise, now = (TO_REGULAR if level == TrustLevel.REGULAR else TO_MEMBER), clock.now()
    member.level, member.bio = level, bio
    member.date_joined = now - timedelta(days=100 + rise.account_days)  # before the first words of theirs in the café
    member.save(update_fields=["level", "bio", "date_joined"])
    Activity.objects.create(
        member=member,
        days=rise.days,
        last_day=day_of(now),
        window=("1" * rise.days).rjust(WINDOW, "0"),
        read=rise.read,
        written=rise.written,
        received=rise.received,
    )
    index_member(member)
