"""What the drops put on a member's own page: each place they asked for, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member
from drops.audiences import Audience, audience_of
from drops.models import Claim, Hold
from drops.queries import ClockTimestamp
from drops.visibility import Level, level_of
from realtime import clock


def count_claims(member: Member) -> int:
    """In how many drops a member asked for a place."""
    return Claim.objects.filter(member=member).count()


def claims(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """A member's places, each under what may be said of its watch; one query."""
    rows = (
        Claim.objects.filter(member=member)
        .select_related("drop__watch", "order")
        .annotate(until=Max("holds__until", filter=Q(holds__state=Hold.State.LIVE)), now=ClockTimestamp())
    )
    audience, now = audience_of(member), clock.now()
    return [_line(claim, audience, now) for claim in latest(rows, after, limit, by="entered_at")]


def _line(claim: Any, audience: Audience, now: datetime) -> Line:
    level = level_of(claim.drop, audience, now)
    return Line(
        pk=claim.pk,
        title=claim.drop.watch.name if level >= Level.SHEET else claim.drop.code,
        at=claim.entered_at,
        url=reverse("drops:drop", args=[claim.drop.code]) if level > Level.NOTHING else "",
        note=_note(claim),
    )


def _note(claim: Any) -> str:
    """How a place stands. A hold that ran out counts as lapsed before anybody settled it."""
    if claim.status == Claim.Status.ORDERED:
        return _("commande %(number)s") % {"number": claim.order.number}
    if claim.status == Claim.Status.ALLOCATED and claim.until > claim.now:
        return _("place %(place)s, une pièce t’attend") % {"place": claim.place}
    if claim.status == Claim.Status.WAITING:
        return _("place %(place)s, en attente") % {"place": claim.place}
    if claim.status == Claim.Status.WITHDRAWN:
        return _("place %(place)s, rendue") % {"place": claim.place}
    return _("place %(place)s, échue") % {"place": claim.place}


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("demandes", gettext_lazy("Places dans les drops"), count=count_claims, lines=claims)
