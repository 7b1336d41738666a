"""Gatherings, who said yes to them, and the private address of a member's own calendar."""

from community.gatherings.models.feeds import AgendaFeed
from community.gatherings.models.gatherings import MOST_GUESTS, Gathering, GatheringQuerySet, GatheringState
from community.gatherings.models.rsvps import Rsvp, RsvpQuerySet, RsvpState

__all__ = [
    "MOST_GUESTS",
    "AgendaFeed",
    "Gathering",
    "GatheringQuerySet",
    "GatheringState",
    "Rsvp",
    "RsvpQuerySet",
    "RsvpState",
]
