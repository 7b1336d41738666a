"""What the desk lists, on the site and in the back office: frozen, and each list in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.functional import Promise

from community.members.models import Ban, Member
from community.members.trust import TrustLevel
from community.moderation.kinds import Exhibit, kind_of
from community.moderation.models import CLAIM_LASTS, AuditEntry, Decision, Flag, Item, Reason, Rule, Silence
from community.moderation.rules import refusal_by
from community.moderation.words import SUBJECTS, verb_label

DESK_LENGTH = 20
LOG_LENGTH = 50
HELD = "held"  # beside the reasons of flags: why something lies on the desk


def silence_of(member_id: int, now: datetime) -> Silence | None:
    """The silence in force at `now`; one whose time is over has lapsed by itself. One query."""
    in_force = Q(until=None) | Q(until__gt=now)
    return Silence.objects.filter(in_force, member=member_id, lifted_at=None).first()


def writing_refusal(member: Member, now: datetime) -> str | None:
    """Why this member may not write at `now`; None when they may. One query, none for who is suspended."""
    return refusal_by(member, silence_of(member.pk, now) if member.is_active else None)


@dataclass(frozen=True, slots=True)
class FlagLine:
    """One flag, for the team's eyes."""

    handle: str
    level: str
    reason: str
    note: str
    weight: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """Who wrote it, and what the desk knows of them."""

    handle: str
    avatar: str
    level: str
    is_newcomer: bool
    is_staff: bool
    is_active: bool
    joined: datetime
    declined: int
    approved: int
    silences: int
    is_silenced: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One item of the desk with all that a decision needs. `exhibit` None: its content exists no more."""

    pk: int
    kind: str
    kind_label: str | Promise
    key: str
    exhibit: Exhibit | None
    author: AuthorLine | None
    flags: tuple[FlagLine, ...]
    reasons: tuple[str, ...]
    why: tuple[str, ...]
    is_held: bool
    is_hidden: bool
    weight: int
    opened_at: datetime
    claimed_by: str  # a handle, empty when it is free
    claimed_until: datetime | None
    is_mine: bool
    decision: str
    decided_by: str
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def is_edited(self) -> bool:
        """Its author has changed it since it was flagged first: a flag may speak of other words."""
        edited = self.exhibit.edited_at if self.exhibit else None
        return edited is not None and any(flag.at < edited for flag in self.flags)

    @property
    def is_taken(self) -> bool:
        """A colleague is at it."""
        return bool(self.claimed_by) and not self.is_mine


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter of the desk with how many items it leaves."""

    value: str
    label: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of the desk. `after` is where the next one begins, empty at the end."""

    cards: tuple[Card, ...]
    kinds: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    held: int
    total: int
    after: str


def desk_for(viewer: Member, *, kind: str = "", why: str = "", after: tuple[int, int] | None = None) -> Desk:
    """The open items, the heaviest first, of one kind or for one reason if asked.

    Seven queries, and one load for each kind on the page.
    """
    rows = _of_reason(Item.objects.open(), why)
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        weight, pk = after
        rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, pk__gt=pk))
    found = list(_whole(rows).order_by("-weight", "pk")[: DESK_LENGTH + 1])
    page = found[:DESK_LENGTH]
    by_kind = dict(Item.objects.open().order_by().values_list("kind").annotate(number=Count("pk")))
    counted = Item.objects.open().aggregate(total=Count("pk"), held=Count("pk", filter=Q(is_held=True)))
    by_reason = dict(
        Flag.objects.filter(item__decided_at=None).values_list("reason").annotate(number=Count("item", distinct=True))
    )
    return Desk(
        cards=_cards(page, viewer),
        kinds=tuple(Choice(name, _label(name), number) for name, number in sorted(by_kind.items())),
        reasons=tuple(Choice(reason, reason.label, by_reason[reason]) for reason in Reason if reason in by_reason),
        held=counted["held"],
        total=counted["total"],
        after=f"{page[-1].weight}-{page[-1].pk}" if len(found) > DESK_LENGTH else "",
    )


def card_for(viewer: Member, item_id: int) -> Card | None:
    """One item, open or decided; None for none."""
    found = list(_whole(Item.objects.filter(pk=item_id)))
    return _cards(found, viewer)[0] if found else None


def waiting() -> int:
    """How many items lie on the desk."""
    return Item.objects.open().count()


def _of_reason(rows: Any, why: str) -> Any:
    if why == HELD:
        return rows.filter(is_held=True)
    if why in Reason:
        return rows.filter(Exists(Flag.objects.filter(item=OuterRef("pk"), reason=why)))
    return rows


def _whole(rows: Any) -> Any:
    """Items with who is at them, and the database's clock to tell whether that still counts."""
    return rows.select_related("claimed_by", "decided_by").annotate(now=Now())


def _cards(items: Sequence[Any], viewer: Member) -> tuple[Card, ...]:
    flags = _flags_of(items)
    authors = authors_of({item.author_id for item in items if item.author_id})
    exhibits = _exhibits_of(items, viewer)
    return tuple(
        _card(item, viewer, flags[item.pk], authors.get(item.author_id), exhibits.get((item.kind, item.key)))
        for item in items
    )


def _card(
    item: Any, viewer: Member, flags: tuple[FlagLine, ...], author: AuthorLine | None, exhibit: Exhibit | None
) -> Card:
    until = item.claimed_at + CLAIM_LASTS if item.claimed_by and item.claimed_at else None
    is_claimed = until is not None and until > item.now
    return Card(
        pk=item.pk,
        kind=item.kind,
        kind_label=_label(item.kind),
        key=item.key,
        exhibit=exhibit,
        author=author,
        flags=flags,
        reasons=tuple(dict.fromkeys(flag.reason for flag in flags)),
        why=tuple(item.why.splitlines()),
        is_held=item.is_held,
        is_hidden=item.is_hidden,
        weight=item.weight,
        opened_at=item.opened_at,
        claimed_by=item.claimed_by.handle if is_claimed else "",
        claimed_until=until if is_claimed else None,
        is_mine=is_claimed and item.claimed_by_id == viewer.pk,
        decision=item.get_decision_display() if item.decision else "",
        decided_by=item.decided_by.handle if item.decided_by else "",
        decided_at=item.decided_at,
    )


def _flags_of(items: Iterable[Any]) -> dict[int, tuple[FlagLine, ...]]:
    flags: dict[int, list[FlagLine]] = defaultdict(list)
    for flag in Flag.objects.filter(item__in=items).select_related("member").order_by("at", "pk"):
        flags[flag.item_id].append(
            FlagLine(
                handle=flag.member.handle,
                level=str(TrustLevel(flag.member.level).label),
                reason=str(Reason(flag.reason).label),
                note=flag.note,
                weight=flag.weight,
                at=flag.at,
            )
        )
    return defaultdict(tuple, {pk: tuple(lines) for pk, lines in flags.items()})


def _exhibits_of(items: Iterable[Any], viewer: Member) -> dict[tuple[str, str], Exhibit]:
    """What each item is about: every kind loads its own at once."""
    keys: dict[str, list[str]] = defaultdict(list)
    for item in items:
        keys[item.kind].append(item.key)
    found: dict[tuple[str, str], Exhibit] = {}
    for name, of_kind in keys.items():
        if kind := kind_of(name):
            found |= {(name, key): exhibit for key, exhibit in kind.load(of_kind, viewer).items()}
    return found


def authors_of(member_ids: Iterable[int]) -> dict[int, AuthorLine]:
    """What the desk knows of these members, in two queries."""
    ids = set(member_ids)
    past: dict[int, dict[str, int]] = defaultdict(dict)
    decided = Item.objects.filter(author__in=ids).exclude(decision="").order_by()
    for author, decision, number in decided.values_list("author", "decision").annotate(number=Count("pk")):
        past[author][decision] = number
    in_force = Q(silences__lifted_at=None) & (Q(silences__until=None) | Q(silences__until__gt=Now()))
    members = Member.objects.filter(pk__in=ids).annotate(
        silences_count=Count("silences"), in_silence=Count("silences", filter=in_force)
    )
    return {
        member.pk: AuthorLine(
            handle=member.handle,
            avatar=member.avatar,
            level=str(TrustLevel(member.level).label),
            is_newcomer=member.level == TrustLevel.NEWCOMER,
            is_staff=member.is_staff,
            is_active=member.is_active,
            joined=member.date_joined,
            declined=past[member.pk].get(Decision.DECLINED, 0),
            approved=past[member.pk].get(Decision.APPROVED, 0),
            silences=member.silences_count,
            is_silenced=member.in_silence > 0,
        )
        for member in members
    }


def _label(kind: str) -> str | Promise:
    found = kind_of(kind)
    return found.label if found else kind


@dataclass(frozen=True, slots=True)
class Sanction:
    """A silence or a suspension as the team sees it."""

    handle: str
    is_suspension: bool
    reason: str
    by: str
    at: datetime
    until: datetime | None
    lifted_at: datetime | None
    lifted_by: str


@dataclass(frozen=True, slots=True)
class Sanctions:
    """What is in force, the latest first."""

    silences: tuple[Sanction, ...]
    suspensions: tuple[Sanction, ...]


def sanctions() -> Sanctions:
    """The silences and suspensions in force by the database's clock, a hundred of each. Two queries."""
    in_force = Q(lifted_at=None) & (Q(until=None) | Q(until__gt=Now()))
    return Sanctions(
        silences=tuple(_sanction(row, is_suspension=False) for row in _with_names(Silence, in_force)[:100]),
        suspensions=tuple(_sanction(row, is_suspension=True) for row in _with_names(Ban, in_force)[:100]),
    )


def sanctions_of(member: Member) -> tuple[Sanction, ...]:
    """All that a member was given, lifted or not, the latest first. Two queries."""
    mine = Q(member=member)
    rows = [_sanction(row, is_suspension=False) for row in _with_names(Silence, mine)]
    rows += [_sanction(row, is_suspension=True) for row in _with_names(Ban, mine)]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _with_names(model: Any, condition: Q) -> Any:
    return model.objects.filter(condition).select_related("member", "by", "lifted_by").order_by("-at", "-pk")


def _sanction(row: Any, *, is_suspension: bool) -> Sanction:
    return Sanction(
        handle=row.member.handle,
        is_suspension=is_suspension,
        reason=row.reason,
        by=row.by.handle if row.by else "",
        at=row.at,
        until=row.until,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by.handle if row.lifted_by else "",
    )


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act of the moderation. `by` empty: a rule of the house did it."""

    pk: int
    at: datetime
    verb: str
    label: str
    by: str
    about: str
    kind_label: str | Promise
    key: str
    item: int | None
    reason: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the log. `before` is where the next one begins, None at the end."""

    lines: tuple[LogLine, ...]
    verbs: tuple[tuple[str, str], ...]
    before: int | None


def log_for(*, verb: str = "", by: str = "", about: str = "", before: int | None = None) -> Log:
    """The acts of the moderation, the latest first: of one verb, by one colleague, about one member. Three queries."""
    rows = AuditEntry.objects.order_by("-pk")
    if verb:
        rows = rows.filter(verb=verb)
    if by:
        rows = rows.filter(by_handle=by.lower())
    if about:
        rows = rows.filter(about__in=Member.objects.filter(handle=about.lower()))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: LOG_LENGTH + 1])
    page = found[:LOG_LENGTH]
    handles = dict(Member.objects.filter(pk__in={row.about_id for row in page}).values_list("pk", "handle"))
    known = AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct()
    return Log(
        lines=tuple(_log_line(row, handles) for row in page),
        verbs=tuple((name, verb_label(name)) for name in known),
        before=page[-1].pk if len(found) > LOG_LENGTH else None,
    )


def _log_line(row: AuditEntry, handles: Mapping[int, str]) -> LogLine:
    details = {name: value for name, value in row.data.items() if name != "item" and value not in (None, False, "")}
    return LogLine(
        pk=row.pk,
        at=row.at,
        verb=row.verb,
        label=verb_label(row.verb),
        by=row.by_handle,
        about=handles.get(row.about_id, "") if row.about_id else "",
        kind_label=found.label if (found := kind_of(row.kind)) else SUBJECTS.get(row.kind, ""),
        key=row.key,
        item=row.data.get("item"),
        reason=row.reason,
        details=details,
    )


def rules() -> tuple[Rule, ...]:
    """The house's words and sites, in force or not."""
    return tuple(Rule.objects.select_related("by").order_by("kind", "pattern"))
