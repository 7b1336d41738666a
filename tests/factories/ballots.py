"""Ballots for tests: written as the actions leave them, or led through by the actions themselves."""

from datetime import timedelta
from itertools import count
from random import Random

from ideas.ballots.actions.sealing import settle_ballot
from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.models import Ballot, Method, Option
from realtime import clock
from tests.factories.members import make_member

_numbers = count(1)
LABELS = ("Acier", "Bronze", "Titane")


def make_ballot(*, options=LABELS, opened=True, **fields):
    """A published ballot of three options, open since an hour, for two days more; `opened=False`: by nobody yet."""
    number, now = next(_numbers), clock.now()
    defaults = {
        "question": f"Quelle boîte, numéro {number} ?",
        "method": Method.SINGLE,
        "opens_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=2),
        "published_at": now - timedelta(days=1),
    }
    ballot = Ballot.objects.create(**(defaults | fields))
    for label in options:
        Option.objects.create(ballot=ballot, label=label)
    return settle_ballot(ballot, clock.now()) if opened else ballot


def options_of(ballot):
    """The numbers of its options, in the order of the tally."""
    return list(ballot.options.values_list("pk", flat=True))


def make_voters(number, **fields):
    """Members who were there before any ballot opened."""
    joined = clock.now() - timedelta(days=30)
    return [make_member(**({"date_joined": joined} | fields)) for _ in range(number)]


def close_ballot(ballot):
    """Move its close into the past, so that whoever comes next seals it."""
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=clock.now() - timedelta(milliseconds=1))
    ballot.refresh_from_db()
    return ballot


def seal(ballot):
    """Close it and have it sealed."""
    return settle_ballot(close_ballot(ballot), clock.now())


def random_choice(method, options, chance: Random):
    """A valid choice by any method."""
    match method:
        case Method.SINGLE:
            return chance.choice(options)
        case Method.APPROVAL:
            return sorted(chance.sample(options, chance.randint(1, len(options))))
        case Method.SCORE:
            scores = [chance.choice([None, *range(6)]) for _ in options]
            return scores if any(points is not None for points in scores) else [5, *scores[1:]]
    return chance.sample(options, chance.randint(1, len(options)))


def make_sealed(method=Method.SINGLE, *, voters=5, seed=1, **fields):
    """A sealed ballot with so many papers of chance."""
    members, chance = make_voters(voters), Random(seed)
    ballot = make_ballot(method=method, **fields)
    options = options_of(ballot)
    for member in members:
        cast_vote(ballot, by=member, choice=random_choice(method, options, chance))
    return seal(ballot)
