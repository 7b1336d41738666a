"""What members are told about their own data: in the app, and by mail."""

from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.mail.letters import Letter, Reader
from community.members.models import Member
from community.notices.kinds import APP, MAIL, NoticeKind, Told

READY = "export_ready"


def _ready(told: Told) -> str:
    return _("La copie de tes données est prête. Elle t’attend deux jours.")


def _own_data(told: Told) -> str:
    return reverse("data_rights:own_data")


EXPORT_READY = NoticeKind(
    READY,
    gettext_lazy("La copie de mes données est prête"),
    _ready,
    _own_data,
    by_default=frozenset({APP, MAIL}),
    group=gettext_lazy("Ton compte"),
)


def reader_of(member: Member) -> Reader:
    """Whom to write to, as long as the address is still known."""
    return Reader(member.email, member.language, member.zone)


def departure_asked(due_at: datetime) -> Letter:
    """The wish is noted, and until when it can be called off."""
    return Letter("", "data_rights/departure_asked", {"due_at": due_at})


def departure_called_off() -> Letter:
    """Nothing was erased, nothing will be."""
    return Letter("", "data_rights/departure_called_off")


def departure_refused(reason: str | Promise) -> Letter:
    """Nothing was erased, because something has come up since."""
    return Letter("", "data_rights/departure_refused", {"reason": reason})


def departure_done() -> Letter:
    """The last letter to this address, which the house has forgotten already."""
    return Letter("", "data_rights/departure_done")
