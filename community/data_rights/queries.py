"""What the pages about one's own data show, and what the worker has to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise

from community.data_rights.models import Departure, Export
from community.data_rights.rules import KEPT, MOST_A_DAY, refusal_to_copy, refusal_to_staff
from community.members.models import Member
from community.personal.objections import objection_to
from community.personal.registry import Blank, Delete, Keep, Personal, Words, entries


@dataclass(frozen=True, slots=True)
class Copy:
    """One export as its owner sees it. `share` is how much of it is done, in percent."""

    token: str
    asked_at: datetime
    share: int
    size: int
    ready_at: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies that are there, the latest first, and how many more one may ask for today."""

    lines: tuple[Copy, ...]
    left: int

    @property
    def is_under_way(self) -> bool:
        return any(line.ready_at is None for line in self.lines)


def copies_of(member: Member, now: datetime) -> Copies:
    """A member's copies; one query."""
    exports = list(Export.objects.filter(member=member).order_by("-asked_at", "-pk"))
    today = sum(export.asked_at > now - timedelta(days=1) for export in exports)
    return Copies(tuple(map(_copy, exports)), max(0, MOST_A_DAY - today))


def export_refusal(member: Member, now: datetime) -> str | Promise | None:
    """Why the member gets no copy now; None if they may have one. One query."""
    copies = copies_of(member, now)
    return refusal_to_copy(is_under_way=copies.is_under_way, today=MOST_A_DAY - copies.left)


def departure_refusal(member: Member) -> str | Promise | None:
    """Why the member's data cannot be erased now, and who can help; None if they can."""
    if member.is_staff or member.is_superuser or member.groups.exists() or member.user_permissions.exists():
        return refusal_to_staff()
    return objection_to(member.pk)


def _copy(export: Export) -> Copy:
    until = export.ready_at + KEPT if export.ready_at else None
    share = 100 if export.ready_at else export.done * 100 // max(export.parts, 1)
    return Copy(export.token, export.asked_at, share, export.size, export.ready_at, until)


@dataclass(frozen=True, slots=True)
class Leave:
    """A departure that was asked for and can still be called off."""

    due_at: datetime
    takes_words: bool


def departure_of(member: Member) -> Leave | None:
    """The departure that waits; None if none does."""
    found = Departure.objects.filter(member=member, called_off_at=None, begun_at=None).first()
    return Leave(found.due_at, found.takes_words) if found else None


def due_departures(now: datetime) -> list[int]:
    """Those whose hour has come and that are not done, the longest waiting first."""
    due = Departure.objects.filter(called_off_at=None, done_at=None, due_at__lte=now)
    return list(due.order_by("due_at").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Kept:
    """One table on the page about privacy: what is in it, how long, and what becomes of it."""

    name: Words
    reasons: tuple[Words, ...]
    kept: Words
    fate: str  # "deleted", "blanked", "stays", "changed"
    why: str | Promise  # for what stays or is changed


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the house and what it keeps."""

    name: str
    tables: tuple[Kept, ...]


def register_of_processing() -> list[Chapter]:
    """All that the house keeps of its members, the account first, then part by part.

    What only says who of the staff did something is left out.
    """
    chapters: dict[str, list[Kept]] = {}
    said = [entry for entry in entries() if entry.export or not isinstance(entry.on_erasure, Keep)]
    shown = list({(entry.label, str(entry.name)): entry for entry in reversed(said)}.values())[::-1]  # each table once
    account = next(str(entry.part) for entry in shown if entry.label == settings.AUTH_USER_MODEL)
    for name in [account, *(str(entry.part) for entry in reversed(shown))]:
        chapters.setdefault(name, [])
    for entry in shown:
        chapters[str(entry.part)].append(_kept(entry))
    return [Chapter(name, tuple(tables)) for name, tables in chapters.items()]


def _kept(entry: Personal) -> Kept:
    fate, why = _fate(entry)
    return Kept(entry.name, tuple(dict.fromkeys(entry.fields.values())), entry.kept, fate, why)


def _fate(entry: Personal) -> tuple[str, Words]:
    match entry.on_erasure:
        case Delete():
            return "deleted", ""
        case Blank():
            return "blanked", ""
        case Keep(reason):
            return "stays", reason
        case _:
            return "changed", entry.erased
