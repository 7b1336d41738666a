"""Who moderates, and who may not write for now."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.members.models import Member
from community.members.zones import zone_of
from community.moderation.models import Silence

PERMISSION = "moderation.moderate"


def may_moderate(viewer: Any) -> bool:
    """Whether this member keeps order here. Asks the database once per member object, and for staff only."""
    is_staff = getattr(viewer, "is_active", False) and getattr(viewer, "is_staff", False)
    return bool(is_staff and viewer.has_perm(PERMISSION))


def may_sanction(by: Member, member: Member) -> bool:
    """Nobody silences or suspends themself or a colleague; for those there is the house."""
    return by.pk != member.pk and not member.is_staff


def refusal_by(member: Member, silence: Silence | None) -> str | None:
    """Why a member with this silence may not write, in their language and zone; None when they may."""
    if not member.is_active:
        return _("Ton compte est suspendu : tu ne peux rien publier pour l’instant.")
    if silence is None:
        return None
    if silence.until is None:
        return _("Tu peux lire, mais plus écrire. Motif : %(reason)s") % {"reason": silence.reason}
    day = date_format(localtime(silence.until, zone_of(member.zone)), "DATETIME_FORMAT")
    words = _("Tu peux lire, mais pas écrire avant le %(day)s. Motif : %(reason)s")
    return words % {"day": day, "reason": silence.reason}
