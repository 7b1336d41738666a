"""What a member was told, as the page lists it, and how they want to be told."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext
from procrastinate.contrib.django.models import ProcrastinateJob

from community.members.mine import Place
from community.members.models import Member
from community.notices.channels import all_channels
from community.notices.jobs import GO_ROUND
from community.notices.kinds import APP, TO_COME, Told, kind_of, members_kinds
from community.notices.models import Choice, Digest, Envelope, Notice, Rhythm, Round
from community.notices.rules import Wishes, takes_new, wants

PAGE_LENGTH = 30
FIELDS = ("pk", "kind", "key", "actor__handle", "actor__avatar", "data", "count", "at", "read_at")


@dataclass(frozen=True, slots=True)
class Line:
    """One notice on the page. One that may not be seen any more keeps its hour and nothing else."""

    pk: int
    sentence: str
    actor: str
    avatar: str
    at: datetime
    is_read: bool
    is_open: bool  # there is a page to go to


@dataclass(frozen=True, slots=True)
class Glance:
    """A page of notices; `after` is where the next one begins, None at the end."""

    lines: tuple[Line, ...]
    after: Place | None

    @property
    def has_unread(self) -> bool:
        return any(not line.is_read for line in self.lines)


def unread_of(member_id: int) -> int:
    """How many notices a member has not read, at most 200."""
    return Notice.objects.filter(member_id=member_id, read_at=None, is_listed=True).count()


def glance_of(member: Member, before: Place | None = None) -> Glance:
    """A member's notices, the latest first. One query, and what the kinds ask to know what may be seen."""
    rows = Notice.objects.filter(member=member, is_listed=True).order_by("-at", "-pk")
    if before is not None:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, pk__lt=before.pk))
    found = list(rows.values_list(*FIELDS)[: PAGE_LENGTH + 1])
    page = found[:PAGE_LENGTH]
    told = [_told(row) for row in page]
    seen = visible_of(told, member)
    lines = tuple(_line(each, row[4] or "", is_seen=each.pk in seen) for each, row in zip(told, page, strict=True))
    return Glance(lines, Place(told[-1].at, told[-1].pk) if len(found) > PAGE_LENGTH else None)


def told_to(member: Member, notice_id: int) -> Told | None:
    """One notice of a member's; None if it is not theirs."""
    row = Notice.objects.filter(member=member, pk=notice_id).values_list(*FIELDS).first()
    return None if row is None else _told(row)


def stranded_rounds() -> list[int]:
    """Rounds that are not over and that no job will go on with: theirs has failed for good. One query."""
    jobs = ProcrastinateJob.objects.filter(task_name=GO_ROUND, status__in=("todo", "doing"))
    on_it = jobs.alias(round_id=Cast(KT("args__round_id"), BigIntegerField())).filter(round_id=OuterRef("pk"))
    return list(Round.objects.filter(~Exists(on_it)).order_by("pk").values_list("pk", flat=True))


def told_in(envelopes: Collection[Envelope]) -> dict[int, list[Told]]:
    """What each envelope has to say that was not read yet, the oldest first; by the envelope's `pk`, in one query."""
    rows = Notice.objects.filter(deliveries__envelope__in=envelopes, read_at=None).order_by("at", "pk")
    told: dict[int, list[Told]] = {envelope.pk: [] for envelope in envelopes}
    for envelope, *row in rows.values_list("deliveries__envelope", *FIELDS):
        told[envelope].append(_told(tuple(row)))
    return told


def visible_of(told: Sequence[Told], member: Member) -> set[int]:
    """The `pk` of those whose content the member may still see: each kind is asked once."""
    seen: set[int] = set()
    for name in dict.fromkeys(each.kind for each in told):
        same = [each for each in told if each.kind == name]
        kind = kind_of(name)
        if kind is not None:
            seen |= set(kind.may_see(same, member) if kind.may_see else _all(same))
    return seen


_RHYTHM = ("pk", "zone", *(f"notice_rhythm__{name}" for name in ("quiet_from", "quiet_to", "digest", "delay")))


def wishes_of(member_ids: Collection[int], kinds: Collection[str]) -> dict[int, Wishes]:
    """How each of these members wants to be told of these kinds, in two statements; who is kept out is not in it."""
    choices: defaultdict[int, dict[tuple[str, str], bool]] = defaultdict(dict)
    rows = Choice.objects.filter(member__in=member_ids, kind__in={*kinds, TO_COME} if kinds else ())
    for member, kind, channel, wanted in rows.values_list("member", "kind", "channel", "wanted"):
        choices[member][kind, channel] = wanted
    active = Member.objects.filter(pk__in=member_ids, is_active=True)
    return {row[0]: _wishes(row[1:], choices[row[0]]) for row in active.values_list(*_RHYTHM)}


def _wishes(row: tuple, choices: dict[tuple[str, str], bool]) -> Wishes:
    zone, quiet_from, quiet_to, digest, delay = row
    quiet = (quiet_from, quiet_to) if quiet_from is not None and quiet_to is not None else None
    minutes = Rhythm.DELAY if delay is None else delay
    return Wishes(zone, quiet, Digest(digest or Digest.NEVER), timedelta(minutes=minutes), choices)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind by one channel; a fixed one is not the member's to choose."""

    value: str
    channel: str | Promise
    is_wanted: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Kinds by channels, under the headings of the parts; each row is a kind's name and its cells."""

    channels: tuple[str | Promise, ...]
    groups: tuple[tuple[str, tuple[tuple[str | Promise, tuple[Cell, ...]], ...]], ...]


def places() -> dict[str, str | Promise]:
    """Where members can be told, by name: the list under the bell, and each channel."""
    return {APP: gettext("Sous la cloche")} | {channel.name: channel.label for channel in all_channels()}


def grid_values() -> list[str]:
    """All that a member can tick."""
    return [f"{name}:{place}" for name in (*(kind.name for kind in members_kinds()), TO_COME) for place in places()]


def wanted_by(wishes: Wishes) -> set[str]:
    """What is ticked for a member."""
    return {f"{name}:{place}" for (name, place), wanted in decided_by(wishes).items() if wanted}


def decided_by(wishes: Wishes) -> dict[tuple[str, str], bool]:
    """Yes or no for every kind and channel that a member decides about, and for the kinds to come."""
    today = {(kind.name, place): wants(wishes, kind, place) for kind in members_kinds() for place in places()}
    return today | {(TO_COME, place): takes_new(wishes, place) for place in places()}


def grid_of(wanted: Collection[str]) -> Grid:
    """The grid with these values ticked. No query."""
    known = places()
    groups: defaultdict[str, list[tuple[str | Promise, tuple[Cell, ...]]]] = defaultdict(list)
    for kind in members_kinds():
        values = {place: f"{kind.name}:{place}" for place in known}
        fixed = {place for place in known if place == APP and kind.always}
        cells = (
            Cell(value, known[place], is_wanted=value in wanted or place in fixed, is_fixed=place in fixed)
            for place, value in values.items()
        )
        groups[str(kind.group)].append((kind.label, tuple(cells)))
    to_come = {place: f"{TO_COME}:{place}" for place in known}
    cells = (Cell(value, known[place], value in wanted, is_fixed=False) for place, value in to_come.items())
    groups[gettext("Plus tard")].append((gettext("Ce qui s’ajoutera un jour"), tuple(cells)))
    return Grid(tuple(known.values()), tuple((heading, tuple(rows)) for heading, rows in groups.items()))


def _all(told: Iterable[Told]) -> Iterable[int]:
    return (each.pk for each in told)


def _told(row: tuple) -> Told:
    pk, kind, key, handle, _avatar, data, count, at, read_at = row
    return Told(pk, kind, key, handle or "", data, count, at, read_at is not None)


def _line(told: Told, avatar: str, *, is_seen: bool) -> Line:
    kind = kind_of(told.kind)
    if kind is None or not is_seen:
        gone = gettext("Ce dont il s’agissait n’est plus visible.")
        return Line(told.pk, gone, actor="", avatar="", at=told.at, is_read=told.is_read, is_open=False)
    return Line(told.pk, kind.sentence(told), told.actor, avatar, told.at, is_read=told.is_read, is_open=True)
