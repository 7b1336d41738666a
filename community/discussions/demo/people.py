"""Who sits in the demo's café: sixty members without a password, so that nobody is one of them, and the accounts."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from community.discussions.demo import words
from community.members.models import Member, Nomination
from community.members.trust import TrustLevel
from community.universes.models import Universe

DOMAIN = "cafe.example"
MODERATOR = "hibou-calme"
WHY_GUIDE = "Répond aux questions des autres depuis le premier jour, sans jamais soupirer."


def make_people(universe: Universe, now: datetime) -> dict[str, Member]:
    """Everybody by their handle, those registered who are missing.

    A demo account that was born without a story says something of itself until its member does.
    """
    rows = words.people()
    there = set(Member.objects.filter(handle__in=[row["handle"] for row in rows]).values_list("handle", flat=True))
    missing = [row for row in rows if row["handle"] not in there]
    for account in filter(lambda row: "bio" in row, words.accounts()):
        Member.objects.filter(handle=account["handle"], bio="").update(**_face(account, now))
    made = _register(missing, universe, now)
    handles = [row["handle"] for row in (*rows, *words.accounts())]
    everybody = {member.handle: member for member in Member.objects.filter(handle__in=handles)}
    _nominate(made, everybody[MODERATOR], now)
    return everybody


def _face(row: words.Row, now: datetime) -> words.Row:
    joined = now - timedelta(days=30 * row["months"] + 26)
    level = TrustLevel[row["level"].upper()]
    return {"bio": words.typeset(row["bio"]), "language": row["language"], "level": level, "date_joined": joined}


def _register(rows: list[words.Row], universe: Universe, now: datetime) -> list[Member]:
    members = [
        Member(handle=row["handle"], email=f"{row['handle']}@{DOMAIN}", **_face(row, now))
        for row in sorted(rows, key=lambda row: -row["months"])
    ]
    for member in members:
        member.set_unusable_password()
    made = Member.objects.bulk_create(members)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, primary=True, verified=True) for member in made
    )
    interests = Member.universes.through
    interests.objects.bulk_create(interests(member=member, universe=universe) for member in made)
    return made


def _nominate(members: list[Member], moderator: Member, now: datetime) -> None:
    """Guides are named by the house."""
    Nomination.objects.bulk_create(
        Nomination(member=member, level=TrustLevel.GUIDE, by=moderator, reason=WHY_GUIDE, at=now - timedelta(days=200))
        for member in members
        if member.level == TrustLevel.GUIDE
    )
