"""What the drops tell members: that one is open. The hour and the universe, and nothing of the watch."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.gatherings.hours import hour
from community.members.models import Member
from community.members.zones import zone_of
from community.notices.health import Coming
from community.notices.kinds import PUSH, NoticeKind, Told
from community.notices.models import Choice
from drops.models import Drop
from realtime import clock

OPENING = "drops.opening"  # the kind, and the audience of its round
SOON = timedelta(hours=36)


def opening_facts(drop: Drop) -> dict[str, str]:
    """What a notice of an opening carries: what everybody knew the day before. The drop has an hour."""
    assert drop.opens_at is not None  # noqa: S101 -- without one nobody could arm it
    return {"code": drop.code, "universe": drop.universe.name, "opens_at": drop.opens_at.isoformat()}


def listeners(data: Mapping[str, Any], reached: int, limit: int) -> dict[int, str]:
    """The next members to tell: who has a device, or chose to be told. Nobody once there is nothing to be had."""
    drop = Drop.objects.filter(code=data["code"]).first()
    if drop is None or not drop.is_on_offer(clock.now()):
        return {}
    chose = Choice.objects.filter(kind=OPENING, wanted=True).values("member")
    asked = Member.objects.filter(Q(devices__isnull=False) | Q(pk__in=chose), is_active=True, pk__gt=reached)
    return dict.fromkeys(asked.order_by("pk").values_list("pk", flat=True).distinct()[:limit], OPENING)


def coming_to(member: Member, now: datetime) -> Coming | None:
    """The next drop within a day and a half, as the page of the alerts says it: at the member's own hour."""
    ahead = Drop.objects.visible_to(member, now).filter(armed_at__isnull=False, cancelled_at=None, rehearsal=False)
    drop = ahead.filter(opens_at__gt=now, opens_at__lte=now + SOON).order_by("opens_at", "pk").first()
    if drop is None or drop.opens_at is None:
        return None
    zone = zone_of(member.zone)
    day = date_format(drop.opens_at.astimezone(zone), _("j F"))
    sentence = _("Un drop ouvre le {day} à {hour}.").format(day=day, hour=hour(drop.opens_at, zone))
    return Coming(sentence, _page_of(drop.code), drop.opens_at)


def _sentence(told: Told) -> str:
    opening = hour(datetime.fromisoformat(told.data["opens_at"]))
    return _("%(universe)s : le drop de %(hour)s est ouvert.") % {"universe": told.data["universe"], "hour": opening}


def _may_see(told: Sequence[Told], member: Member) -> Collection[int]:
    """Those of drops that the member may know of and that were not called off."""
    known = Drop.objects.visible_to(member, clock.now()).filter(cancelled_at=None)
    codes = set(known.filter(code__in={each.data["code"] for each in told}).values_list("code", flat=True))
    return {each.pk for each in told if each.data["code"] in codes}


def _page_of(code: str) -> str:
    return reverse("drops:drop", args=[code])


KIND = NoticeKind(
    OPENING,
    gettext_lazy("Un drop ouvre"),
    _sentence,
    lambda told: _page_of(told.data["code"]),
    _may_see,
    by_default=frozenset({PUSH}),
    urgent=True,
    group=gettext_lazy("Les drops"),
)
