"""Creations and stages for tests, written as the actions leave them."""

from datetime import timedelta
from itertools import count

from ideas.creations.models import Creation, Stage, StagePicture
from realtime import clock
from tests.factories.drops import make_universe
from tests.factories.pictures import make_row

_numbers = count(1)
RULE = "La proposition la plus soutenue passe au dessin."


def make_creation(*, stages=0, **fields):
    """A published creation, with so many stages that have no date."""
    number = next(_numbers)
    defaults = {
        "slug": f"regulateur-{number}",
        "title": f"Régulateur {number}",
        "lead": "Une aiguille par idée.",
        "state": Creation.State.PUBLISHED,
        "published_at": clock.now() - timedelta(days=60),
    }
    fields.setdefault("universe", make_universe())
    creation = Creation.objects.create(**(defaults | fields))
    for _ in range(stages):
        make_stage(creation)
    return creation


def make_stage(creation=None, *, opens_in=None, lasts=timedelta(days=7), outcome="", **fields):
    """The next stage of a creation, dated if `opens_in` is given, decided if it has an outcome."""
    creation = creation or make_creation()
    n, now = creation.stages.count() + 1, clock.now()
    opens_at = None if opens_in is None else now + opens_in
    defaults = {
        "n": n,
        "title": f"Étape {n}",
        "text": "Quel **diamètre** ?",
        "hands_on": RULE,
        "ruled_at": (opens_at or now) - timedelta(days=3),
        "opens_at": opens_at,
        "closes_at": opens_at and opens_at + lasts,
        "outcome": outcome,
        "decided_at": now if outcome else None,
    }
    return Stage.objects.create(creation=creation, **(defaults | fields))


def make_open_stage(creation=None, **fields):
    """A stage that opened yesterday."""
    return make_stage(creation, opens_in=-timedelta(days=1), **fields)


def make_closed_stage(creation=None, *, opens_in=-timedelta(days=8), **fields):
    """A stage that closed yesterday, and that nobody has decided yet."""
    return make_stage(creation, opens_in=opens_in, **fields)


def make_decided_stage(creation=None, outcome="38,5 mm", **fields):
    """A stage that closed yesterday and was decided."""
    return make_closed_stage(creation, outcome=outcome, **fields)


def make_stage_picture(stage, owner, alt="Trois cadrans sous la lampe"):
    """A picture of a stage, without its files."""
    return StagePicture.objects.create(stage=stage, picture=make_row(owner, is_used=True), alt=alt)
