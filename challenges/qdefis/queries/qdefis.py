"""Qdéfis in a list, and one of them with its brief."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from challenges.qdefis.models import Kind, Phase, Qdefi, QdefiQuerySet
from community.pictures.models import Picture
from community.text.markdown import read

A_PAGE = 12
RUNNING = (Phase.ANNOUNCED, Phase.ENTRIES, Phase.READING, Phase.VOTES, Phase.JURY)


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture that may be shown, and what is to be seen on it."""

    token: str
    width: int
    height: int
    alt: str


class Station(NamedTuple):
    """A phase on the way of a Qdéfi: when it begins, and whether that is behind us, here or ahead."""

    phase: Phase
    label: str
    at: datetime
    is_here: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class QdefiLine:
    """A Qdéfi in a list. `next_at` is when the clock moves it on; None at its end."""

    pk: int
    slug: str
    title: str
    lead: str
    language: str
    universe: str
    kind: str
    kind_label: str
    prize: str
    phase: Phase
    entries: int
    is_blind: bool
    is_judged: bool
    picture: PictureView | None
    entries_open_at: datetime
    entries_close_at: datetime
    votes_open_at: datetime | None
    votes_close_at: datetime | None
    results_at: datetime
    settled_at: datetime | None
    shows_entries: bool
    hides_authors: bool

    @property
    def url(self) -> str:
        return reverse("qdefis:qdefi", args=[self.slug])

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"qdefi:{self.slug}"

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.ENTRIES

    @property
    def is_over(self) -> bool:
        return self.phase == Phase.RESULTS

    @property
    def next_at(self) -> datetime | None:
        return {
            Phase.ANNOUNCED: self.entries_open_at,
            Phase.ENTRIES: self.entries_close_at,
            Phase.READING: self.votes_open_at,
            Phase.VOTES: self.votes_close_at,
            Phase.JURY: self.results_at,
        }.get(self.phase)


@dataclass(frozen=True, slots=True)
class QdefiPage:
    """One Qdéfi, all that is written of it; who decides is said in per cent."""

    line: QdefiLine
    brief: SafeString
    rules: SafeString
    terms: SafeString
    terms_version: int
    pictures: tuple[PictureView, ...]
    way: tuple[Station, ...]
    most_entries: int
    most_pictures: int
    unit: str
    community_weight: int
    jury_weight: int
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one can still play, and a page of what is over."""

    running: tuple[QdefiLine, ...]
    finished: tuple[QdefiLine, ...]
    leaf: "Page[Qdefi]"


def shelf(now: datetime, page: int | str) -> Shelf:
    """Qdéfis that run, those one can enter first, and those that are over, the latest first. Five queries at most."""
    public = Qdefi.objects.public()
    running = qdefi_lines(public.filter(settled_at=None), now)
    order = {phase: n for n, phase in enumerate((Phase.ENTRIES, Phase.VOTES, Phase.ANNOUNCED))}
    running.sort(key=lambda line: (order.get(line.phase, len(order)), line.next_at or now))
    over = public.filter(settled_at__isnull=False).order_by("-results_at", "-pk")
    leaf = Paginator(_whole(over), A_PAGE).get_page(page)
    return Shelf(tuple(running), tuple(line_of(row, now) for row in leaf.object_list), leaf)


def qdefi_lines(rows: QdefiQuerySet, now: datetime) -> list[QdefiLine]:
    """The lines of these, in their order; two queries."""
    return [line_of(row, now) for row in _whole(rows)]


def qdefi_page(qdefi: Qdefi, now: datetime) -> QdefiPage:
    """One Qdéfi as `access` gave it; one query for its pictures."""
    pictures = _pictures(qdefi)
    return QdefiPage(
        line=_line(qdefi, pictures, now),
        brief=read(qdefi.brief).html(),
        rules=read(qdefi.rules).html(),
        terms=read(qdefi.terms).html(),
        terms_version=qdefi.terms_version,
        pictures=tuple(pictures[1:]),
        way=_way(qdefi, now),
        most_entries=qdefi.most_entries,
        most_pictures=qdefi.most_pictures if qdefi.kind == Kind.PHOTO else 0,
        unit=qdefi.unit,
        community_weight=qdefi.community_weight if qdefi.is_judged else 0,
        jury_weight=100 - qdefi.community_weight if qdefi.is_judged else 0,
        is_draft=qdefi.is_draft,
    )


def line_of(qdefi: Qdefi, now: datetime) -> QdefiLine:
    """A Qdéfi whose universe and pictures were fetched with it."""
    return _line(qdefi, _pictures(qdefi), now)


def picture_view(picture: Picture, alt: str) -> PictureView | None:
    """A picture, if everybody may see it."""
    return PictureView(picture.token, picture.width, picture.height, alt) if picture.is_public else None


def _whole(rows: QdefiQuerySet) -> QdefiQuerySet:
    return rows.select_related("universe").prefetch_related("pictures__picture").defer("brief", "rules", "terms")


def _pictures(qdefi: Qdefi) -> list[PictureView]:
    rows: Iterable[object] = qdefi.pictures.all()
    if "pictures" not in getattr(qdefi, "_prefetched_objects_cache", {}):
        rows = qdefi.pictures.select_related("picture")
    return [view for row in rows if (view := picture_view(row.picture, row.alt))]  # type: ignore[attr-defined]


def _way(qdefi: Qdefi, now: datetime) -> tuple[Station, ...]:
    here = qdefi.phase(now)
    begins: list[tuple[Phase, datetime | None]] = [
        (Phase.ENTRIES, qdefi.entries_open_at),
        (Phase.VOTES, qdefi.votes_open_at),
        (Phase.JURY, (qdefi.votes_close_at or qdefi.entries_close_at) if qdefi.has_jury else None),
        (Phase.RESULTS, qdefi.results_at),
    ]
    order = list(Phase)
    return tuple(
        Station(phase, str(phase.label), at, phase == here, order.index(phase) < order.index(here))
        for phase, at in begins
        if at is not None
    )


def _line(qdefi: Qdefi, pictures: list[PictureView], now: datetime) -> QdefiLine:
    return QdefiLine(
        pk=qdefi.pk,
        slug=qdefi.slug,
        title=qdefi.title,
        lead=qdefi.lead,
        language=qdefi.language,
        universe=qdefi.universe.name,
        kind=qdefi.kind,
        kind_label=str(Kind(qdefi.kind).label),
        prize=qdefi.prize,
        phase=qdefi.phase(now),
        entries=qdefi.entered,
        is_blind=qdefi.is_blind,
        is_judged=qdefi.is_judged,
        picture=pictures[0] if pictures else None,
        entries_open_at=qdefi.entries_open_at,
        entries_close_at=qdefi.entries_close_at,
        votes_open_at=qdefi.votes_open_at,
        votes_close_at=qdefi.votes_close_at,
        results_at=qdefi.results_at,
        settled_at=qdefi.settled_at,
        shows_entries=qdefi.shows_entries(),
        hides_authors=qdefi.hides_authors(),
    )
