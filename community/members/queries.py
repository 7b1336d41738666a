"""What pages show of members, and what other parts ask about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from community.members import rules
from community.members.browsers import browser_of, shortened
from community.members.models import Activity, Block, Eyes, Follow, FormerHandle, Member, Nomination
from community.members.trust import Standing, TrustLevel, days_seen
from community.universes.models import Universe
from realtime.handshake import read_viewers

Viewer = Member | AnonymousUser


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands beside something: enough for a name, a portrait and what the level allows."""

    pk: int
    handle: str
    avatar: str
    level: TrustLevel
    is_staff: bool
    is_active: bool


_PERSON = ("pk", "handle", "avatar", "level", "is_staff", "is_active")


def _person(pk: int, handle: str, avatar: str, level: int, is_staff: bool, is_active: bool) -> Person:  # noqa: FBT001 -- a row, in the order of its columns
    return Person(pk, handle, avatar, TrustLevel(level), is_staff, is_active)


def people(ids: Iterable[int]) -> dict[int, Person]:
    """The members behind these ids, the suspended too, in one statement; ids of nobody are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Member.objects.filter(pk__in=wanted).values_list(*_PERSON)
    return {row[0]: _person(*row) for row in rows}


def people_called(handles: Iterable[str]) -> dict[str, Person]:
    """The active members behind these handles, by the handle asked for; a former handle still finds its owner."""
    wanted = {handle.lower() for handle in handles}
    if not wanted:
        return {}
    former = dict(FormerHandle.objects.filter(handle__in=wanted).values_list("handle", "member"))
    members = Member.objects.filter(is_active=True)
    rows = members.filter(handle__in=wanted) | members.filter(pk__in=former.values())
    found = [_person(*row) for row in rows.values_list(*_PERSON)]
    owners = {person.pk: person for person in found}
    called = {handle: owners[pk] for handle, pk in former.items() if pk in owners}
    return called | {person.handle: person for person in found if person.handle in wanted}


def blocked_by(member_id: int) -> frozenset[int]:
    """Whom this member has blocked."""
    return frozenset(Block.objects.filter(member=member_id).values_list("blocked", flat=True))


def staff_with(permission: str) -> QuerySet[Member]:
    """Who of the staff holds a permission (`app.codename`), by themself, by a team, or as one who may do anything."""
    app, codename = permission.split(".")
    held = Permission.objects.filter(content_type__app_label=app, codename=codename)
    holders = Q(is_superuser=True) | Q(user_permissions__in=held) | Q(groups__permissions__in=held)
    return Member.objects.filter(holders, is_active=True, is_staff=True).distinct()


def followers_of(member_id: int) -> frozenset[int]:
    """Who follows this member."""
    return frozenset(Follow.objects.filter(followed=member_id).values_list("member", flat=True))


@dataclass(frozen=True, slots=True)
class Profile:
    """A member as one viewer sees them; what privacy keeps from that viewer is None, or False."""

    pk: int
    handle: str
    avatar: str
    joined: date
    level: TrustLevel
    is_staff: bool
    bio: str
    universes: tuple[str, ...]
    followers: int | None
    following: int | None
    shows_activity: bool
    is_self: bool
    may_follow: bool
    is_followed: bool
    may_block: bool
    is_blocked: bool


def profile_of(handle: str, viewer: Viewer) -> Profile | None:
    """The profile behind a handle of any case, or behind a former one; None for an unknown or banned member.

    One statement; a second one only for a handle that nobody carries now.
    """
    members = _profiles(viewer)
    member = members.filter(handle=handle.lower()).first() or members.filter(former_handles=handle.lower()).first()
    return _seen(member, viewer) if member else None


def _profiles(viewer: Viewer) -> QuerySet[Any]:
    me = viewer.pk or 0
    follows, blocks = Follow.objects.order_by(), Block.objects.order_by()
    return Member.objects.filter(is_active=True).annotate(
        names=ArraySubquery(Universe.objects.filter(members=OuterRef("pk")).values("name")),
        followers_count=_count(follows.filter(followed=OuterRef("pk"), member__is_active=True), "followed"),
        following_count=_count(follows.filter(member=OuterRef("pk"), followed__is_active=True), "member"),
        is_followed=Exists(follows.filter(member=me, followed=OuterRef("pk"))),
        is_blocked=Exists(blocks.filter(member=me, blocked=OuterRef("pk"))),
        has_blocked=Exists(blocks.filter(member=OuterRef("pk"), blocked=me)),
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n")), Value(0))


def _seen(member: Any, viewer: Viewer) -> Profile:
    is_self = member.pk == viewer.pk
    shows_circle = is_self or _may_see(member.circle_for, viewer)
    followable = isinstance(viewer, Member) and rules.may_follow(viewer, member)
    return Profile(
        pk=member.pk,
        handle=member.handle,
        avatar=member.avatar,
        joined=member.date_joined.date(),
        level=TrustLevel(member.level),
        is_staff=member.is_staff,
        bio=member.bio,
        universes=tuple(member.names),
        followers=member.followers_count if shows_circle else None,
        following=member.following_count if shows_circle else None,
        shows_activity=is_self or _may_see(member.activity_for, viewer),
        is_self=is_self,
        may_follow=followable and not member.is_blocked and not member.has_blocked,
        is_followed=member.is_followed,
        may_block=isinstance(viewer, Member) and rules.may_block(viewer, member),
        is_blocked=member.is_blocked,
    )


def _may_see(eyes: str, viewer: Viewer) -> bool:
    return eyes == Eyes.ALL or (eyes == Eyes.MEMBERS and viewer.is_authenticated)


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody whom a member has blocked, and since when."""

    handle: str
    avatar: str
    since: datetime


def silences_of(member_id: int) -> list[Silence]:
    """Whom this member has blocked, the youngest first; one statement."""
    rows = Block.objects.filter(member=member_id).order_by("-at", "-pk")
    named = rows.values_list("blocked__handle", "blocked__avatar", "at")
    return [Silence(*row) for row in named]


@dataclass(frozen=True, slots=True)
class Naming:
    """For which level the house speaks up, why, and who said so."""

    level: TrustLevel
    reason: str
    by: str | None
    at: datetime


def nomination_of(member_id: int) -> Naming | None:
    """The nomination in force, for the team's eyes."""
    rows = Nomination.objects.filter(member=member_id, ended_at=None).values_list("level", "reason", "by__handle", "at")
    return next((Naming(TrustLevel(level), reason, by, at) for level, reason, by, at in rows), None)


def standing_of(member: Member, now: datetime) -> Standing:
    """All that the rules of trust look at, in three statements."""
    activity = Activity.objects.filter(member=member).first() or Activity(member=member)
    named = Nomination.objects.filter(member=member, ended_at=None).values_list("level", flat=True).first()
    return Standing(
        level=TrustLevel(member.level),
        joined=member.date_joined,
        is_confirmed=rules.is_confirmed(member),
        days=activity.days,
        days_seen=days_seen(activity.window, activity.last_day, now),
        read=activity.read,
        written=activity.written,
        received=activity.received,
        upheld_on=activity.upheld_on,
        named=None if named is None else TrustLevel(named),
    )


@dataclass(frozen=True, slots=True)
class Account:
    """The state of a member's account, for their own eyes."""

    email: str
    is_confirmed: bool
    awaited_email: str | None
    has_password: bool
    has_application: bool
    passkeys: int
    has_recovery_codes: bool


def account_of(member: Member) -> Account:
    """Addresses and second factors of a member, in two statements."""
    addresses = dict(EmailAddress.objects.filter(user=member).values_list("email", "verified"))
    factors = list(Authenticator.objects.filter(user=member).values_list("type", flat=True))
    return Account(
        email=member.email,
        is_confirmed=addresses.get(member.email, False),
        awaited_email=next((email for email in addresses if email != member.email), None),
        has_password=member.has_usable_password(),
        has_application=Authenticator.Type.TOTP in factors,
        passkeys=factors.count(Authenticator.Type.WEBAUTHN),
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in factors,
    )


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which a member is signed in. `place` is its address, shortened: about where, not who."""

    pk: int
    browser: str
    place: str
    since: datetime
    seen: datetime
    is_here: bool


def devices_of(member: Member, session_key: str | None) -> list[Device]:
    """Where a member is signed in, this browser first, then the one seen last; three statements.

    Sessions that are over, or that a new password has closed, are left out.
    """
    rows = UserSession.objects.filter(user=member).order_by("-last_seen_at", "-pk")
    living = read_viewers([row.session_key for row in rows])
    found = [
        Device(
            pk=row.pk,
            browser=browser_of(row.user_agent),
            place=shortened(row.ip),
            since=row.created_at,
            seen=row.last_seen_at,
            is_here=row.session_key == session_key,
        )
        for row in rows
        if row.session_key in living
    ]
    return sorted(found, key=lambda device: not device.is_here)
