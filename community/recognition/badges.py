"""Badges, declared as data: a rule on facts, the sentence that says it, and a drawing. Parts register theirs.

    register_badge(Badge("roue-d-echappement", _("La roue d’échappement"), _("Une de tes idées est prévue."),
                         Drawing.ESCAPE_WHEEL, Times("box.planned", 1)))

The facts are the lines of the ledger that nobody took back. `{number}` in the sentence is the rule's own, so that both
cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from community.recognition.drawings import Drawing


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a member: how often for which reason, and the balance."""

    times: Mapping[str, int]
    points: int


@dataclass(frozen=True, slots=True)
class Times:
    """So often for one reason."""

    reason: str
    number: int

    def is_met(self, facts: Facts) -> bool:
        return facts.times.get(self.reason, 0) >= self.number


@dataclass(frozen=True, slots=True)
class Points:
    """So many points in all."""

    number: int

    def is_met(self, facts: Facts) -> bool:
        return facts.points >= self.number


@dataclass(frozen=True, slots=True)
class Reasons:
    """For so many different reasons."""

    number: int

    def is_met(self, facts: Facts) -> bool:
        return len(facts.times) >= self.number


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge as members know it."""

    slug: str
    name: str | Promise
    sentence: str | Promise
    drawing: Drawing
    rule: Times | Points | Reasons

    @property
    def criterion(self) -> str:
        """What it is given for, in the language being spoken."""
        return str(self.sentence).format(number=self.rule.number)


_badges: dict[str, Badge] = {}


def register_badge(badge: Badge) -> None:
    """Make a badge known. Refuses (`ValueError`) a slug that is taken, and a drawing that another badge has."""
    if _badges.get(badge.slug, badge) != badge:
        raise ValueError(f"The badge {badge.slug!r} is taken.")
    if any(other.drawing == badge.drawing for other in _badges.values() if other.slug != badge.slug):
        raise ValueError(f"Another badge is drawn as {badge.drawing!r}: each has its own drawing (drawings.py).")
    _badges[badge.slug] = badge


def badge_of(slug: str) -> Badge | None:
    """The badge of that slug; None when its part is gone."""
    return _badges.get(slug)


def all_badges() -> tuple[Badge, ...]:
    """Every badge, in the order of registration."""
    return tuple(_badges.values())


def unregister_badge(slug: str) -> None:
    """Forget a badge; for tests."""
    _badges.pop(slug, None)
