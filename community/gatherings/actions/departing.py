"""What becomes of a member's answers when they leave."""

from contextlib import suppress

from community.gatherings.actions.answers import withdraw_answer
from community.gatherings.models import Rsvp
from community.gatherings.rules import AnswerRefused
from community.personal.registry import Leaving


def let_member_go(leaving: Leaving) -> None:
    """Give the seats of what is to come to the line, each in a transaction of its own, and forget every answer.

    What is over keeps its figure: so many were there.
    """
    for rsvp in Rsvp.objects.concerned().filter(member=leaving.member_id).select_related("gathering", "member"):
        with suppress(AnswerRefused):  # it is over, or cancelled
            withdraw_answer(rsvp.gathering, by=rsvp.member)
    Rsvp.objects.filter(member=leaving.member_id).delete()
