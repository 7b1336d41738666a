"""What pages show of points, badges and leaderboards."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from community.members.mine import Place, latest
from community.members.models import Member
from community.members.queries import Person
from community.members.trust import TrustLevel
from community.recognition.badges import Badge, Facts, all_badges, badge_of
from community.recognition.levels import LEVELS, Level, level_for
from community.recognition.models import Discretion, Distinction, Entry, Settings, Total
from community.recognition.reasons import Reason, all_reasons, reason_of
from community.universes.models import Universe

PAGE_LENGTH = 30
MOST_WORN = 5  # badges beside a name; the page of each says who else has it: how many


def switches() -> Settings:
    """What the house has of all this; one query. All of it, while nobody said otherwise."""
    return Settings.objects.filter(pk=1).first() or Settings()


def _off(what: str) -> Exists:
    return Exists(Settings.objects.filter(**{what: False}))


def balance_of(member_id: int) -> int:
    """How many points a member has."""
    rows = Total.objects.filter(member=member_id, season="", universe=None).values_list("points", flat=True)
    return rows.first() or 0


def facts_of(member_ids: Collection[int]) -> dict[int, Facts]:
    """What the rules of the badges look at, for each of these members; two queries."""
    balances = dict(
        Total.objects.filter(member__in=member_ids, season="", universe=None).values_list("member_id", "points")
    )
    times: dict[int, dict[str, int]] = {member: {} for member in member_ids}
    counted = (
        Entry.objects.standing().filter(member__in=member_ids).values("member_id", "reason").annotate(n=Count("pk"))
    )
    for row in counted.order_by():
        times[row["member_id"]][row["reason"]] = row["n"]
    return {member: Facts(times[member], balances.get(member, 0)) for member in member_ids}


def awarded_sources(reason: str, sources: Iterable[str]) -> set[str]:
    """Those of these things for which somebody has been given points."""
    rows = Entry.objects.filter(reason=reason, source__in=list(sources))
    return set(rows.values_list("source", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Worn:
    """What a member wears beside their name. None: the house has none of it, or the member keeps it."""

    points: int | None
    level: Level | None
    badges: tuple[Badge, ...]
    more: int


def worn_by(member_id: int) -> list[Worn]:
    """The points, level and badges on a member's profile, in a list of one; empty where there is nothing. One query."""
    total = Total.objects.filter(member=OuterRef("pk"), season="", universe=None).values("points")
    facts = (
        Member.objects.filter(pk=member_id)
        .annotate(
            points=Coalesce(Subquery(total), Value(0)),
            is_discreet=Exists(Discretion.objects.filter(member=OuterRef("pk"))),
            **{f"no_{what}": _off(what) for what in ("points", "levels", "badges")},
        )
        .values_list("points", "is_discreet", "no_points", "no_levels", "no_badges", "distinctions__badge")
        .order_by("-distinctions__at", "-distinctions__pk")
    )
    rows = list(facts)
    points, is_discreet, no_points, no_levels, no_badges, _badge = rows[0]
    is_shown = points > 0 and not is_discreet
    badges = [] if no_badges else [badge for row in rows if row[-1] and (badge := badge_of(row[-1]))]
    worn = Worn(
        points=points if is_shown and not no_points else None,
        level=level_for(points) if is_shown and not no_levels else None,
        badges=tuple(badges[:MOST_WORN]),
        more=len(badges[MOST_WORN:]),
    )
    return [worn] if worn.badges or worn.level or worn.points else []


def is_discreet(viewer: Any) -> bool:
    """Does this viewer keep their points for themself?"""
    return viewer.is_authenticated and Discretion.objects.filter(member=viewer).exists()


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger as its member reads it. `is_capped`: the day's cap left fewer points than the reason has."""

    points: int
    label: str | Promise
    at: datetime
    url: str
    is_reversal: bool
    is_capped: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of a member's ledger, the latest line first; `after` is where the next one begins."""

    balance: int
    level: Level | None
    lines: tuple[LedgerLine, ...]
    after: Place | None
    is_discreet: bool


def ledger_of(member: Member, after: Place | None = None) -> Ledger:
    """What a member was given and what was taken back; three queries."""
    found = list(latest(entries_of(member), after, PAGE_LENGTH + 1))
    page, balance = found[:PAGE_LENGTH], balance_of(member.pk)
    return Ledger(
        balance=balance,
        level=level_for(balance),
        lines=tuple(line_of(entry) for entry in page),
        after=Place(page[-1].at, page[-1].pk) if len(found) > PAGE_LENGTH else None,
        is_discreet=is_discreet(member),
    )


def entries_of(member: Member) -> QuerySet[Entry]:
    """A member's lines."""
    return Entry.objects.filter(member=member)


def line_of(entry: Entry) -> LedgerLine:
    """A line of the ledger in words; without a query."""
    reason, is_reversal = reason_of(entry.reason), entry.reverses_id is not None
    return LedgerLine(
        points=entry.points,
        label=reason.label if reason else entry.reason,
        at=entry.at,
        url=reason.url(entry.source) if reason else "",
        is_reversal=is_reversal,
        is_capped=reason is not None and not is_reversal and entry.points < reason.points,
    )


def awards_of(handle: str) -> list[tuple[int, LedgerLine]]:
    """The latest awards of a member that stand, with their numbers, for the team's eyes; one query."""
    rows = Entry.objects.standing().filter(member__handle=handle.strip().lower(), member__is_active=True)
    return [(entry.pk, line_of(entry)) for entry in rows.order_by("-at", "-pk")[:PAGE_LENGTH]]


@dataclass(frozen=True, slots=True)
class BadgeView:
    """A badge, how many members have it, and since when this viewer does."""

    badge: Badge
    holders: int
    since: datetime | None


def badges_for(viewer: Any) -> list[BadgeView]:
    """All badges; two queries, one for who is not signed in."""
    return _seen(all_badges(), viewer)


def badge_for(badge: Badge, viewer: Any) -> BadgeView:
    """One of them."""
    return _seen([badge], viewer)[0]


def _seen(badges: Sequence[Badge], viewer: Any) -> list[BadgeView]:
    slugs = [badge.slug for badge in badges]
    rows = Distinction.objects.filter(badge__in=slugs)
    counted = dict(
        rows.filter(member__is_active=True).values("badge").annotate(n=Count("pk")).values_list("badge", "n").order_by()
    )
    mine = dict(rows.filter(member=viewer).values_list("badge", "at")) if viewer.is_authenticated else {}
    return [BadgeView(badge, counted.get(badge.slug, 0), mine.get(badge.slug)) for badge in badges]


@dataclass(frozen=True, slots=True)
class Book:
    """How all of it works: the page that explains says nothing else than what the house does."""

    house: Settings
    badges: list[BadgeView]
    levels: Sequence[Level]
    reasons: Sequence[Reason]


def book_for(viewer: Any, house: Settings) -> Book:
    """What the house has, for this viewer; what is off is not in it."""
    return Book(
        house=house,
        badges=badges_for(viewer) if house.badges else [],
        levels=LEVELS if house.levels else (),
        reasons=all_reasons() if house.points else (),
    )


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a page of a leaderboard begins: after somebody with so many points."""

    points: int
    pk: int

    def __str__(self) -> str:
        return f"{self.points}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Rank | None":
        """What an address carries; None for anything else."""
        match = re.fullmatch(r"(\d{1,9})-(\d{1,18})", text, re.ASCII)
        return cls(int(match[1]), int(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class Row:
    """A member on a leaderboard; who has as many points has the same rank."""

    rank: int
    person: Person
    points: int
    is_self: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a leaderboard. `own` is where the viewer stands, None where they do not."""

    rows: tuple[Row, ...]
    after: Rank | None
    own: Row | None


def board_of(season: str, universe: Universe | None, viewer: Any, after: Rank | None = None) -> Board:
    """So many members, most points first, from the start or after a rank. `season` is empty for all time.

    Four queries at most, however many there are: the page, who comes before it, and two for where the viewer stands.
    """
    listed = _listed(season, universe)
    rows = listed.filter(Q(points__lt=after.points) | Q(points=after.points, member__gt=after.pk)) if after else listed
    found = list(rows.select_related("member").order_by("-points", "member")[: PAGE_LENGTH + 1])
    page = found[:PAGE_LENGTH]
    return Board(
        rows=_ranked(page, listed, viewer, is_later=after is not None),
        after=Rank(page[-1].points, page[-1].member_id) if len(found) > PAGE_LENGTH else None,
        own=_own(listed, viewer),
    )


def _listed(season: str, universe: Universe | None) -> QuerySet[Total]:
    discreet = Discretion.objects.filter(member=OuterRef("member"))
    rows = Total.objects.filter(season=season, universe=universe, points__gt=0, member__is_active=True)
    return rows.filter(~Exists(discreet))


def _ranked(page: Sequence[Total], listed: QuerySet[Total], viewer: Any, *, is_later: bool) -> tuple[Row, ...]:
    above, tied = _before(page[0], listed) if page and is_later else (0, 0)
    rows: list[Row] = []
    for place, total in enumerate(page):
        is_tied = rows and rows[-1].points == total.points
        rank = rows[-1].rank if is_tied else above + (tied if place else 0) + place + 1
        rows.append(_row(total, rank, viewer))
    return tuple(rows)


def _before(first: Total, listed: QuerySet[Total]) -> tuple[int, int]:
    """How many have more points than this one, and how many as many stand before it."""
    as_many = Q(points=first.points, member__lt=first.member_id)
    counted = listed.aggregate(above=Count("pk", filter=Q(points__gt=first.points)), tied=Count("pk", filter=as_many))
    return counted["above"], counted["tied"]


def _own(listed: QuerySet[Total], viewer: Any) -> Row | None:
    if not viewer.is_authenticated or not (mine := listed.filter(member=viewer).select_related("member").first()):
        return None
    return _row(mine, 1 + listed.filter(points__gt=mine.points).count(), viewer)


def _row(total: Total, rank: int, viewer: Any) -> Row:
    member = total.member
    level = TrustLevel(member.level)
    person = Person(member.pk, member.handle, member.avatar, level, member.is_staff, member.is_active)
    return Row(rank, person, total.points, member.pk == viewer.pk)
