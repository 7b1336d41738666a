"""What the team is told about webhooks."""

from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Member
from community.notices.kinds import APP, MAIL, NoticeKind, Told
from community.webhooks.models import Off
from community.webhooks.rules import may_manage

OFF = "webhooks.off"


def _sentence(told: Told) -> str:
    if told.data["reason"] == Off.GONE:
        words = _("Le webhook « %(name)s » s’est éteint : son destinataire a répondu qu’il n’en veut plus.")
    else:
        words = _("Le webhook « %(name)s » s’est éteint : trop d’envois de suite se sont perdus.")
    return words % {"name": told.data["name"]}


def _url(told: Told) -> str:
    return reverse("endpoint:log", args=[told.data["endpoint"]])


def _may_see(told: Sequence[Told], member: Member) -> Collection[int]:
    return {each.pk for each in told} if may_manage(member) else set()


SWITCHED_OFF = NoticeKind(
    OFF,
    gettext_lazy("Un webhook s’est éteint"),
    _sentence,
    _url,
    may_see=_may_see,
    by_default=frozenset({APP, MAIL}),
    group=gettext_lazy("L’équipe"),
    for_team=True,
)
