"""Who may ask for a copy, who may leave, and when."""

from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.data_rights.models import Export
from community.members.models import Member
from community.personal.objections import objection_to

MOST_A_DAY = 3  # copies
KEPT = timedelta(hours=48)  # a copy, once it is ready
STUCK = timedelta(hours=1)  # after which one that is not ready never will be
DELAY = timedelta(hours=12)  # in which a departure can be called off

_TOO_MANY = _("Trois copies en un jour, c’est le maximum. Les précédentes sont encore là ; la suite demain.")
_UNDER_WAY = _("Une copie est déjà en préparation. Elle arrive.")
_STAFF = _("Ton compte a des droits dans la maison. Demande d’abord à l’équipe de te les retirer : {address}.")


def house_address() -> str:
    """Where people write to somebody."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def export_refusal(member: Member, now: datetime) -> str | Promise | None:
    """Why the member gets no copy now; None if they may have one."""
    exports = Export.objects.filter(member=member)
    if exports.filter(ready_at=None).exists():
        return _UNDER_WAY
    return _TOO_MANY if exports.filter(asked_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY else None


def departure_refusal(member: Member) -> str | Promise | None:
    """Why the member's data cannot be erased now, and who can help; None if they can."""
    if member.is_staff or member.is_superuser or member.groups.exists() or member.user_permissions.exists():
        return _STAFF.format(address=house_address())
    return objection_to(member.pk)
