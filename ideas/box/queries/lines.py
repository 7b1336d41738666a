"""One idea as lists show it, whoever makes the list: frozen, with what is this viewer's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from community.discussions.models import Thread
from community.discussions.queries.people import person_of
from community.members.queries import Person
from ideas.box.models import Idea, IdeaQuerySet, IdeaState, Support


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """An idea in a list. `is_mine`: this viewer stands behind it; `is_own`: they proposed it."""

    number: int
    slug: str
    title: str
    lead: str
    language: str
    universe: str
    author: Person | None
    proposed_at: datetime
    edited_at: datetime | None
    state: str
    answer: str
    answered_at: datetime | None
    supports: int
    replies: int
    price_from: int | None
    price_to: int | None
    picture: str
    merged_into: int | None
    is_under_way: bool
    is_mine: bool
    is_own: bool

    @property
    def url(self) -> str:
        return reverse("box:idea", args=[self.number, self.slug])

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"idea:{self.number}"

    @property
    def label(self) -> str:
        """Its state, for people."""
        return str(IdeaState(self.state).label)


def whole(rows: IdeaQuerySet) -> IdeaQuerySet:
    """With what a line needs of other tables."""
    return rows.select_related("universe", "author").defer("source", "html")


def lines_of(rows: Iterable[Idea], viewer: Any) -> list[IdeaLine]:
    """The lines of these ideas, in their order: one query for how much was said, and one for a member's supports."""
    ideas = list(rows)
    numbers = [idea.pk for idea in ideas]
    mine, replies = mine_among(numbers, viewer), _replies(numbers)
    return [_line(idea, viewer, is_mine=idea.pk in mine, replies=replies.get(idea.pk, 0)) for idea in ideas]


def mine_among(numbers: list[int], viewer: Any) -> set[int]:
    """Those of them that this viewer supports; one query for a member, none for a visitor."""
    if not numbers or not viewer.is_authenticated:
        return set()
    return set(Support.objects.filter(member=viewer, idea__in=numbers).values_list("idea_id", flat=True))


def _replies(numbers: list[int]) -> dict[int, int]:
    if not numbers:
        return {}
    talk = Thread.objects.filter(subject="idea", subject_id__in=numbers, kind=Thread.Kind.TALK)
    return {number: shown for number, shown in talk.values_list("subject_id", "shown") if number is not None}


def _line(idea: Idea, viewer: Any, *, is_mine: bool, replies: int) -> IdeaLine:
    return IdeaLine(
        number=idea.pk,
        slug=idea.slug,
        title=idea.title,
        lead=idea.lead,
        language=idea.language,
        universe=idea.universe.name,
        author=person_of(idea.author),
        proposed_at=idea.proposed_at,
        edited_at=idea.edited_at,
        state=idea.state,
        answer=idea.answer,
        answered_at=idea.answered_at,
        supports=idea.supports,
        replies=replies,
        price_from=idea.price_from,
        price_to=idea.price_to,
        picture=idea.pictures[0] if idea.pictures else "",
        merged_into=idea.merged_into_id,
        is_under_way=idea.is_under_way,
        is_mine=is_mine,
        is_own=viewer.is_authenticated and viewer.pk == idea.author_id,
    )
