"""How far the house trusts a member: the levels, what each may do, and the rules by which one rises and falls.

Everything on `/membres/confiance/` is read from here, so that the page and the house cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.members.zones import HOME

FIRST_POST_SECONDS = 3  # a first post typed faster than that is read by the team before anybody else
WINDOW = 100  # days that count for who is a regular


class TrustLevel(models.IntegerChoices):
    """Earned one after the other; a guide is named by the house."""

    NEWCOMER = 0, _("nouveau venu")
    MEMBER = 1, _("membre")
    REGULAR = 2, _("habitué")
    GUIDE = 3, _("guide")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a member may do in a day and in a post; None is no limit. `edit_window`: how long a post stays open."""

    threads_a_day: int | None
    posts_a_day: int | None
    seconds_between_threads: int | None
    seconds_between_posts: int | None
    links: int | None
    mentions: int | None
    pictures: int | None
    flags_a_day: int | None
    flag_weight: int
    edit_window: timedelta | None


_LIMITS: Mapping[TrustLevel, Limits] = MappingProxyType(
    {
        TrustLevel.NEWCOMER: Limits(
            threads_a_day=3,
            posts_a_day=10,
            seconds_between_threads=120,
            seconds_between_posts=30,
            links=2,
            mentions=2,
            pictures=1,
            flags_a_day=20,
            flag_weight=1,
            edit_window=timedelta(days=1),
        ),
        TrustLevel.MEMBER: Limits(
            threads_a_day=20,
            posts_a_day=200,
            seconds_between_threads=30,
            seconds_between_posts=5,
            links=20,
            mentions=10,
            pictures=10,
            flags_a_day=20,
            flag_weight=2,
            edit_window=timedelta(days=30),
        ),
        TrustLevel.REGULAR: Limits(
            threads_a_day=40,
            posts_a_day=400,
            seconds_between_threads=15,
            seconds_between_posts=5,
            links=None,
            mentions=10,
            pictures=20,
            flags_a_day=20,
            flag_weight=3,
            edit_window=None,
        ),
        TrustLevel.GUIDE: Limits(
            threads_a_day=None,
            posts_a_day=None,
            seconds_between_threads=None,
            seconds_between_posts=5,
            links=None,
            mentions=10,
            pictures=20,
            flags_a_day=20,
            flag_weight=4,
            edit_window=None,
        ),
    }
)
_STAFF = Limits(
    threads_a_day=None,
    posts_a_day=None,
    seconds_between_threads=None,
    seconds_between_posts=None,
    links=None,
    mentions=None,
    pictures=None,
    flags_a_day=None,
    flag_weight=6,
    edit_window=None,
)


def limits_of(level: int, *, is_staff: bool = False) -> Limits:
    """What a member of this level may do; who works here has no limits."""
    return _STAFF if is_staff else _LIMITS[TrustLevel(level)]


def day_of(now: datetime) -> date:
    """The house's day: it ends at midnight in Zurich."""
    return now.astimezone(ZoneInfo(HOME)).date()


def days_seen(window: str, last_day: date | None, now: datetime) -> int:
    """How many of the last `WINDOW` days have a 1 in `window`, whose youngest day, on the right, is `last_day`."""
    gap = 0 if last_day is None else max(0, (day_of(now) - last_day).days)
    return window[gap:].count("1")


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the rules look at. `days_seen` counts the last `WINDOW` days, `days` all of them.

    `named` is the level the house spoke up for; `upheld_on` the last day on which a flag against the member was upheld.
    """

    level: TrustLevel
    joined: datetime
    is_confirmed: bool
    days: int
    days_seen: int
    read: int
    written: int
    received: int
    upheld_on: date | None = None
    named: TrustLevel | None = None


@dataclass(frozen=True, slots=True)
class Rise:
    """What a level asks for. `quiet_days`: so long nothing was upheld against the member."""

    account_days: int
    days: int
    days_seen: int
    read: int
    written: int
    received: int
    quiet_days: int


TO_MEMBER = Rise(account_days=1, days=2, days_seen=0, read=30, written=0, received=0, quiet_days=30)
TO_REGULAR = Rise(account_days=100, days=50, days_seen=50, read=500, written=20, received=10, quiet_days=100)
KEEPS_REGULAR = 40  # days seen of the last WINDOW; who comes less often is a member again


def level_for(standing: Standing, now: datetime) -> TrustLevel:
    """The level this standing is worth at `now`. A member never falls back to newcomer."""
    if standing.named == TrustLevel.GUIDE and _is_regular(standing, now):
        return TrustLevel.GUIDE
    if _is_regular(standing, now):
        return TrustLevel.REGULAR
    if standing.named or standing.level >= TrustLevel.MEMBER or _meets(TO_MEMBER, standing, now):
        return TrustLevel.MEMBER
    return TrustLevel.NEWCOMER


def _is_regular(standing: Standing, now: datetime) -> bool:
    if standing.level >= TrustLevel.REGULAR:
        return standing.days_seen >= KEEPS_REGULAR and _is_quiet(standing, TO_REGULAR.quiet_days, now)
    return _meets(TO_REGULAR, standing, now)


def _meets(rise: Rise, standing: Standing, now: datetime) -> bool:
    return (
        standing.is_confirmed
        and now - standing.joined >= timedelta(days=rise.account_days)
        and standing.days >= rise.days
        and standing.days_seen >= rise.days_seen
        and standing.read >= rise.read
        and standing.written >= rise.written
        and standing.received >= rise.received
        and _is_quiet(standing, rise.quiet_days, now)
    )


def _is_quiet(standing: Standing, days: int, now: datetime) -> bool:
    return standing.upheld_on is None or day_of(now) - standing.upheld_on >= timedelta(days=days)
