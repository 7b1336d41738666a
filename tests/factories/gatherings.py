"""Gatherings and answers for tests, written as the actions leave them."""

from datetime import timedelta
from itertools import count

from community.gatherings.models import Gathering, GatheringState, Rsvp, RsvpState
from realtime import clock
from tests.factories.drops import make_universe
from tests.factories.members import make_member

_numbers = count(1)


def make_gathering(*, days=21, **fields):
    """A published gathering of four hours in `days` days, with ten seats and two guests a member."""
    number, now = next(_numbers), clock.now()
    starts_at = fields.pop("starts_at", now + timedelta(days=days))
    defaults = {
        "slug": f"grillades-{number}",
        "title": f"Grillades {number}",
        "summary": "Des saucisses et des spiraux.",
        "text": "Apporte **ta montre**.",
        "directions": "Le portail est à gauche.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
        "rsvp_until": starts_at - timedelta(days=1),
        "place": "La Cour",
        "address": "Rue du Balancier 4, 2300 La Chaux-de-Fonds",
        "capacity": 10,
        "guests_per_member": 2,
        "state": GatheringState.PUBLISHED,
        "published_at": now,
    }
    fields.setdefault("universe", make_universe())
    return Gathering.objects.create(**(defaults | fields))


def make_rsvp(gathering, member=None, *, guests=0, state=RsvpState.GOING, **fields):
    """An answer, counted; somebody new without a member."""
    rsvp = Rsvp(gathering=gathering, member=member or make_member(), guests=guests, state=state)
    if state == RsvpState.GOING:
        gathering.seats += rsvp.party
        rsvp.seated_at = clock.now() - timedelta(days=7)
    elif state == RsvpState.WAITING:
        gathering.waiting += rsvp.party
        gathering.last_place += 1
        rsvp.place = gathering.last_place
    for name, value in fields.items():
        setattr(rsvp, name, value)
    gathering.save()
    rsvp.save()
    return rsvp
