"""What the café lists: tables, and threads by keyset, each line frozen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from community.discussions.models import Category, CategoryStance, Post, Stance, Thread, ThreadQuerySet
from community.discussions.queries.people import person_of
from community.discussions.subjects import subject_of
from community.members.queries import Person
from realtime import clock

PAGE = 30
# What a list of questions begins with: a number for each thread, the greatest first.
RANKS: Mapping[str, Any] = {
    "": Value(0, output_field=IntegerField()),
    "ouvertes": Case(When(best=None, then=1), default=0, output_field=IntegerField()),
    "demandees": F("asked"),
}
FRESH_FOR = timedelta(days=7)  # a table stirs by what was said within so long
LIVELIEST_OF = 40  # so many latest threads are looked at for the liveliest
NEW_FOR = timedelta(days=14)  # a thread one has never opened is new for so long


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A table of the café, in the language being spoken."""

    pk: int
    slug: str
    name: str
    description: str
    universe: str
    url: str
    kind: str
    stance: str = Stance.NORMAL
    stirring: int = 0  # threads in which something was said within `FRESH_FOR`; counted for the list of tables only
    talked_at: datetime | None = None  # when something was last said; likewise


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread as a list shows it. `unread` is None for who never opened it, and for visitors."""

    pk: int
    title: str
    url: str
    language: str
    category: CategoryLine | None
    author: Person | None
    last_author: Person | None
    last_at: datetime
    posts: int
    unread: int | None
    is_new: bool
    is_pinned: bool
    is_closed: bool
    is_question: bool
    asked: int  # how many others have the question, too
    is_settled: bool  # a question with its best answer
    stance: str

    @property
    def continue_url(self) -> str:
        """Where this reader left off."""
        return f"{self.url}?n=suite" if self.unread else self.url


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Pinned threads on the first page, then one page by the last post; `cursor` asks for the next, "" at the end."""

    pinned: tuple[ThreadLine, ...]
    lines: tuple[ThreadLine, ...]
    cursor: str


def category_line(category: Category, stance: str = "") -> CategoryLine:
    """A table as lists and threads show it."""
    return CategoryLine(
        pk=category.pk,
        slug=category.slug,
        name=category.name,
        description=category.description,
        universe=category.universe.name,
        url=category.get_absolute_url(),
        kind=category.kind,
        stance=stance or Stance.NORMAL,
    )


def categories(viewer: Any) -> list[CategoryLine]:
    """All tables in their order: how closely `viewer` follows them, how they stir. Two queries, one for a visitor."""
    stances: dict[int, str] = {}
    if viewer.is_authenticated:
        stances = dict(CategoryStance.objects.filter(member=viewer).values_list("category_id", "stance"))
    talk = Thread.objects.in_cafe().filter(category=OuterRef("pk")).order_by()
    fresh = talk.filter(last_at__gt=clock.now() - FRESH_FOR).values("category").values(count=Count("pk"))
    rows = Category.objects.select_related("universe").annotate(
        stirring=Coalesce(Subquery(fresh), 0), talked_at=Subquery(talk.order_by("-last_at").values("last_at")[:1])
    )
    return [
        replace(category_line(row, stances.get(row.pk, "")), stirring=row.stirring, talked_at=row.talked_at)
        for row in rows
    ]


def cafe_threads(
    viewer: Any,
    now: datetime,
    *,
    category: str = "",
    universe: str = "",
    language: str = "",
    view: str = "",
    kind: str = "",
    order: str = "",
    after: str = "",
) -> ThreadList:
    """One page of threads, those with the newest post first. Two queries on the first page, one after it.

    `kind` leaves only talk or questions; `order` puts first "ouvertes" those without a best answer, "demandees" those
    that most members have. `view`: "nouveaux" those one has not opened, "non-lus" those with unread posts, "suivis"
    those one follows, for members; `after` is the cursor of the page before, and a bad one starts from the beginning.
    What one muted is left out.
    """
    order = order if order in RANKS else ""
    rows = _with_reading(Thread.objects.in_cafe(), viewer)
    rows = rows.select_related("category__universe", "author", "last_author")
    if category:
        rows = rows.filter(category__slug=category)
    if universe:
        rows = rows.filter(category__universe__slug=universe)
    if language:
        rows = rows.filter(language=language)
    if kind:
        rows = rows.filter(kind=kind)
    rows = rows.annotate(rank=RANKS[order])
    if viewer.is_authenticated:
        rows = _in_view(rows, viewer, view, now)
    place = read_cursor(after)
    pinned: list[Any] = []
    if category and place is None:
        pinned = list(rows.exclude(pinned_at=None).order_by("-pinned_at")[:PAGE])
    if category:
        rows = rows.filter(pinned_at=None)
    if place is not None:
        rows = rows.filter(_beyond(place, is_ranked=bool(order)))
    newest = ("-last_at", "-pk")
    page = list(rows.order_by(*(("-rank", *newest) if order else newest))[: PAGE + 1])
    more = len(page) > PAGE
    return ThreadList(
        pinned=tuple(_line(row, now) for row in pinned),
        lines=tuple(_line(row, now) for row in page[:PAGE]),
        cursor=write_cursor(page[PAGE - 1]) if more else "",
    )


def _beyond(place: tuple[int, datetime, int], *, is_ranked: bool) -> Q:
    """What comes after the place where a page ended."""
    rank, at, pk = place
    if is_ranked:
        return Q(rank__lt=rank) | Q(Q(last_at__lt=at) | Q(last_at=at, pk__lt=pk), rank=rank)
    return Q(Q(last_at__lt=at) | Q(last_at=at, pk__lt=pk), last_at__lte=at)


def _with_reading(rows: ThreadQuerySet, viewer: Any) -> Any:
    """Each thread with `read_to` and `chosen`, this member's; both None for a visitor."""
    if not viewer.is_authenticated:
        return rows.annotate(
            read_to=Value(None, output_field=IntegerField()), chosen=Value("", output_field=CharField())
        )
    mine = FilteredRelation("readings", condition=Q(readings__member=viewer))
    return rows.annotate(mine=mine).annotate(read_to=F("mine__number"), chosen=F("mine__stance"))


def _in_view(rows: Any, viewer: Any, view: str, now: datetime) -> Any:
    if view == "suivis":
        return rows.filter(chosen__in=[Stance.TRACKING, Stance.WATCHING])
    if view == "non-lus":
        return rows.filter(read_to__lt=F("last_number"), chosen__in=[Stance.TRACKING, Stance.WATCHING, ""])
    # Who never opened a thread has chosen nothing: NULL, which is neither equal nor unequal to anything.
    rows = rows.filter(Q(chosen=None) | ~Q(chosen=Stance.MUTED))
    muted = CategoryStance.objects.filter(member=viewer, category=OuterRef("category"), stance=Stance.MUTED)
    rows = rows.filter(~Exists(muted) | Q(chosen__in=[Stance.TRACKING, Stance.WATCHING]))
    if view == "nouveaux":
        return rows.filter(read_to=None, started_at__gt=now - NEW_FOR)
    return rows


def _line(row: Any, now: datetime) -> ThreadLine:
    """`row` carries `read_to` and `chosen`."""
    unread = None if row.read_to is None else max(0, row.last_number - row.read_to)
    return ThreadLine(
        pk=row.pk,
        title=row.title,
        url=row.get_absolute_url(),
        language=row.language,
        category=category_line(row.category) if row.category else None,
        author=person_of(row.author),
        last_author=person_of(row.last_author),
        last_at=row.last_at,
        posts=row.shown,
        unread=unread,
        is_new=row.read_to is None and row.started_at > now - NEW_FOR,
        is_pinned=row.is_pinned,
        is_closed=row.is_closed,
        is_question=row.is_question,
        asked=row.asked,
        is_settled=row.is_question and row.best_id is not None,
        stance=row.chosen or Stance.NORMAL,
    )


def liveliest_threads(viewer: Any, now: datetime, most: int = 3) -> list[ThreadLine]:
    """The café's threads in which most was said within `FRESH_FOR`, the last one first among equals. One query.

    Looked for among those that spoke last; what one muted is left out.
    """
    rows = _with_reading(Thread.objects.in_cafe(), viewer).select_related("category__universe", "author", "last_author")
    if viewer.is_authenticated:
        rows = _in_view(rows, viewer, "", now)
    said = Post.objects.shown().filter(thread=OuterRef("pk"), at__gt=now - FRESH_FOR).order_by()
    counted = rows.annotate(said=Coalesce(Subquery(said.values("thread").values(count=Count("pk"))), 0))
    latest = list(counted.order_by("-last_at", "-pk")[:LIVELIEST_OF])
    return [_line(row, now) for row in sorted(latest, key=lambda row: -row.said)[:most]]


def questions_under(thing: Any, viewer: Any, now: datetime) -> list[ThreadLine]:
    """What was asked about a thing of a subject, what most members ask first, at most a page. One query."""
    rows = Thread.objects.filter(subject=subject_of(thing).name, subject_id=thing.pk, kind=Thread.Kind.QUESTION)
    rows = _with_reading(rows.filter(shown__gt=0), viewer).select_related("author", "last_author", "category__universe")
    return [_line(row, now) for row in rows.order_by("-asked", "-last_at", "-pk")[:PAGE]]


def write_cursor(row: Any) -> str:
    """Where a page ended, for an address: rank, microseconds and id."""
    return f"{row.rank}.{int(row.last_at.timestamp() * 1_000_000)}.{row.pk}"


def read_cursor(text: str) -> tuple[int, datetime, int] | None:
    """Where the page before ended; None for a text that is no cursor."""
    if not re.fullmatch(r"\d{1,9}\.\d{1,18}\.\d{1,18}", text, re.ASCII):
        return None
    rank, moment, pk = (int(part) for part in text.split("."))
    try:
        return rank, datetime.fromtimestamp(0, UTC) + timedelta(microseconds=moment), pk
    except OverflowError:
        return None
