"""Thanking those who came."""

from django.db import transaction

from community.gatherings.honours import ATTENDED
from community.gatherings.models import Gathering
from community.recognition.actions import award_all


@transaction.atomic
def thank_guests(gathering: Gathering) -> None:
    """Give the points of a gathering that is over to who had a seat and did not call off. Harmless when repeated."""
    came = gathering.rsvps.going().values_list("member_id", flat=True)
    award_all(list(came), ATTENDED, gathering.topic, universe_id=gathering.universe_id)
