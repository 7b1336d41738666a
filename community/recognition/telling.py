"""What members are told: of a new badge, under the bell, once."""

from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.members.models import Member
from community.notices.kinds import NoticeKind, Told
from community.recognition.badges import badge_of
from community.recognition.models import Distinction
from community.recognition.queries import switches

RECEIVED = "recognition.badge"
_SENTENCE = gettext_lazy("Tu as reçu une distinction : {name}")


def _sentence(told: Told) -> str:
    badge = badge_of(told.data["badge"])
    return str(_SENTENCE).format(name=badge.name if badge else "–")


def _url(told: Told) -> str:
    return reverse("recognition:distinction", args=[told.data["badge"]])


def _may_see(told: Sequence[Told], member: Member) -> Collection[int]:
    """Those whose badge the member still has, in a house that has badges. Two queries."""
    if not switches().badges:
        return ()
    held = set(Distinction.objects.filter(member=member).values_list("badge", flat=True))
    return {each.pk for each in told if each.data["badge"] in held and badge_of(each.data["badge"])}


KIND = NoticeKind(
    RECEIVED,
    gettext_lazy("Une distinction que je reçois"),
    _sentence,
    _url,
    may_see=_may_see,
    group=gettext_lazy("Reconnaissance"),
)
