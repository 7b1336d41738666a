"""What gatherings put on a member's own page: where they went and will go, and the page of their calendar."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.gatherings.models import GatheringState, Rsvp, RsvpState
from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member
from community.members.pages import Section, register_page
from realtime import clock


def count_answers(member: Member) -> int:
    """To how many gatherings a member said yes."""
    return _answers(member).count()


def answers(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """What a member said yes to, the latest answer first; one query."""
    now = clock.now()
    return [
        Line(
            pk=rsvp.pk,
            title=rsvp.gathering.title,
            at=rsvp.at,
            url=rsvp.gathering.get_absolute_url(),
            note=_note(rsvp, now),
            language=rsvp.gathering.language,
        )
        for rsvp in latest(_answers(member).select_related("gathering"), after, limit)
    ]


def _answers(member: Member) -> QuerySet[Rsvp]:
    return Rsvp.objects.concerned().filter(member=member)


def _note(rsvp: Rsvp, now: datetime) -> Promise | str:
    if rsvp.gathering.is_cancelled:
        return GatheringState.CANCELLED.label
    is_over = rsvp.gathering.ends_at <= now
    if rsvp.state == RsvpState.WAITING:
        return _("tu étais dans la file") if is_over else _("tu es dans la file")
    return _("tu y étais") if is_over else _("tu viens")


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("evenements", _("Événements"), count=count_answers, lines=answers)
    register_page(Section.MINE, "gatherings:agenda", _("Agenda"))
