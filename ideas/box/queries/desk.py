"""What the team's desk lists: ideas as those who answer them need them, and what an export holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count

from community.members.models import Member
from community.members.queries import staff_with
from ideas.box.models import Idea, IdeaQuerySet, IdeaState, Note, Visibility
from ideas.box.rules import MANAGE, MOVES

PAGE = 50
NOBODY, ME = "personne", "moi"


class Filters(NamedTuple):
    """What the desk is narrowed to; empty: not at all. `whose`: "moi", "personne"."""

    state: str = ""
    universe: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An idea on the desk. `answered_at` None: nobody of the house has said anything about it yet."""

    number: int
    title: str
    url: str
    universe: str
    author: str
    state: str
    label: str
    is_shown: bool
    supports: int
    notes: int
    assigned_to: str
    proposed_at: datetime
    answered_at: datetime | None


class NoteView(NamedTuple):
    """A note of the team's."""

    text: str
    by: str
    at: datetime


def desk(filters: Filters, viewer: Member, place: int | None = None) -> tuple[list[DeskLine], int | None]:
    """A page of ideas, those with most supports first, and where the next one begins; two queries."""
    start = place or 0
    page = list(desk_rows(filters, viewer).order_by("-supports", "-pk")[start : start + PAGE + 1])
    noted = Note.objects.filter(idea__in=[row.pk for row in page]).order_by().values_list("idea_id")
    notes = dict(noted.annotate(number=Count("pk")))
    return [_line(row, notes.get(row.pk, 0)) for row in page[:PAGE]], start + PAGE if len(page) > PAGE else None


def desk_rows(filters: Filters, viewer: Member) -> IdeaQuerySet:
    """What the filters leave; what the moderation holds or hides is its own."""
    rows = Idea.objects.exclude(visibility=Visibility.HELD).select_related("universe", "author", "assigned_to")
    if filters.state in IdeaState.values:
        rows = rows.filter(state=filters.state)
    if filters.universe:
        rows = rows.filter(universe__slug=filters.universe)
    if filters.whose == ME:
        rows = rows.filter(assigned_to=viewer)
    elif filters.whose == NOBODY:
        rows = rows.filter(assigned_to=None)
    return rows.defer("source", "html")


def notes_of(idea: Idea) -> list[NoteView]:
    """What the team noted about an idea, in its order; one query."""
    rows = idea.notes.select_related("by")
    return [NoteView(row.text, row.by.handle if row.by else "", row.at) for row in rows]


def keepers() -> list[tuple[int, str]]:
    """Who may look after an idea: id and handle."""
    return list(staff_with(MANAGE).order_by("handle").values_list("pk", "handle"))


def moves_of(state: str) -> list[tuple[str, str]]:
    """Where an idea may go from a state, a merge aside: that needs the other idea."""
    wanted = MOVES.get(state, frozenset())
    return [(value, str(label)) for value, label in IdeaState.choices if value in wanted and value != IdeaState.MERGED]


def export_rows(filters: Filters, viewer: Member) -> Iterator[dict[str, Any]]:
    """Everything that the filters leave, a plain dictionary each, read some at a time."""
    for row in desk_rows(filters, viewer).order_by("pk").iterator(chunk_size=500):
        yield {
            "number": row.pk,
            "title": row.title,
            "universe": row.universe.slug,
            "language": row.language,
            "author": row.author.handle if row.author else "",
            "state": row.state,
            "supports": row.supports,
            "price_from": row.price_from,
            "price_to": row.price_to,
            "proposed_at": row.proposed_at.isoformat(),
            "answered_at": row.answered_at.isoformat() if row.answered_at else "",
            "answer": row.answer,
            "merged_into": row.merged_into_id,
            "assigned_to": row.assigned_to.handle if row.assigned_to else "",
        }


def _line(row: Idea, notes: int) -> DeskLine:
    return DeskLine(
        number=row.pk,
        title=row.title,
        url=row.get_absolute_url(),
        universe=row.universe.name,
        author=row.author.handle if row.author else "",
        state=row.state,
        label=str(IdeaState(row.state).label),
        is_shown=row.is_shown,
        supports=row.supports,
        notes=notes,
        assigned_to=row.assigned_to.handle if row.assigned_to else "",
        proposed_at=row.proposed_at,
        answered_at=row.answered_at,
    )
