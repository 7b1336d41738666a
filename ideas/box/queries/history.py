"""What an idea said before, and what each edit changed."""

from dataclasses import dataclass

from community.discussions.queries.history import MOST, Step, changes
from community.discussions.queries.people import person_of
from ideas.box.models import Idea, Revision
from ideas.box.prices import price_said


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit, and how many stood behind the idea when it was made."""

    step: Step
    supports: int


def history_of(idea: Idea) -> list[Edit]:
    """The edits of an idea, the last one first; one query."""
    after = _said(idea)
    edits = []
    for revision in idea.revisions.select_related("by", "universe").order_by("-id")[:MOST]:
        before = _said(revision)
        step = Step(person_of(revision.by), revision.at, revision.reason, tuple(changes(before, after)))
        edits.append(Edit(step, revision.supports))
        after = before
    return edits


def _said(it: Idea | Revision) -> str:
    """All that an author can change, as one text."""
    price = price_said(it.price_from, it.price_to)
    return "\n".join([it.title, *filter(None, [it.universe.name, price]), "", it.source])
