"""One idea, all of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from community.discussions.models import Reading, Stance
from community.text.markdown import read
from ideas.box.models import Idea, IdeaState, Step, Support
from ideas.box.models.ideas import UNDER_WAY
from ideas.box.queries.lines import IdeaLine, lines_of, whole
from ideas.box.rules import budget_of

WAY = (*UNDER_WAY, IdeaState.ON_SALE)


class Station(NamedTuple):
    """A state on the way from the box to the shop; `at` when it was reached, None ahead."""

    state: str
    label: str
    at: datetime | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the page tells it. `into` is the idea it became part of, and how many supports went along."""

    number: int
    reached: str
    label: str
    html: SafeString
    by: str
    at: datetime
    into: "Pointer | None"
    carried: int | None


class Pointer(NamedTuple):
    """Another idea, by its name."""

    number: int
    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """An idea with its reasons, its way, its steps, and the ideas that became part of it.

    `key` is that of the form it was sent with: its author's browser lets go of the draft by it.
    """

    line: IdeaLine
    html: SafeString
    is_shown: bool
    edits: int
    key: str
    way: tuple[Station, ...]
    steps: tuple[StepView, ...]
    merged_into: Pointer | None
    merged: tuple[Pointer, ...]

    @property
    def answer(self) -> StepView | None:
        """What the house said last."""
        return self.steps[-1] if self.steps else None


class Budget(NamedTuple):
    """How many ideas under way a member may support, and how many more."""

    limit: int
    left: int


def idea_page(idea: Idea, viewer: Any) -> IdeaPage:
    """One idea as `access` gave it; its steps and the merged ones a query each, and what a line costs."""
    steps = list(idea.steps.select_related("by", "into"))
    merged = Idea.objects.shown().filter(merged_into=idea).order_by("pk").defer("source", "html")
    return IdeaPage(
        line=lines_of([idea], viewer)[0],
        html=mark_safe(idea.html),  # noqa: S308 -- our own rendering, stored
        is_shown=idea.is_shown,
        edits=idea.edits,
        key=idea.key,
        way=_way(idea, steps),
        steps=tuple(_step(step) for step in steps),
        merged_into=_pointer(idea.merged_into),
        merged=tuple(pointer for each in merged if (pointer := _pointer(each))),
    )


def idea_line(number: int, viewer: Any) -> IdeaLine:
    """One idea as lists show it."""
    return lines_of(whole(Idea.objects.filter(pk=number)), viewer)[0]


def budget_for(viewer: Any) -> Budget | None:
    """What is left of a member's budget; None where the house gives none, and for visitors. One query, or none."""
    if not viewer.is_authenticated or viewer.is_staff:
        return None
    limit = budget_of(viewer.level, settings.IDEA_SUPPORTS)
    if limit is None:
        return None
    return Budget(limit, max(0, limit - Support.objects.spent().filter(member=viewer).count()))


def follows(idea: Idea, viewer: Any) -> bool:
    """Does this viewer follow the idea's conversation? One query for a member."""
    if not viewer.is_authenticated:
        return False
    readings = Reading.objects.filter(member=viewer, thread__subject="idea", thread__subject_id=idea.pk)
    return readings.filter(stance__in=[Stance.TRACKING, Stance.WATCHING]).exists()


def _way(idea: Idea, steps: list[Step]) -> tuple[Station, ...]:
    """The five states of the way, as far as the idea has come: the last time that it reached each of them."""
    reached = {IdeaState.PROPOSED.value: idea.proposed_at} | {step.reached: step.at for step in steps}
    last = [state for state in WAY if state == idea.state or (idea.state not in WAY and state in reached)]
    here = WAY.index(last[-1]) if last else 0
    return tuple(
        Station(state, str(state.label), reached.get(state) if place <= here else None, state == idea.state)
        for place, state in enumerate(WAY)
    )


def _step(step: Step) -> StepView:
    return StepView(
        number=step.pk,
        reached=step.reached,
        label=str(IdeaState(step.reached).label),
        html=read(step.answer).html(),
        by=step.by.handle if step.by else "",
        at=step.at,
        into=_pointer(step.into),
        carried=step.carried,
    )


def _pointer(idea: Idea | None) -> Pointer | None:
    if idea is None or not idea.is_shown:
        return None
    return Pointer(idea.pk, idea.title, idea.get_absolute_url(), idea.language)
