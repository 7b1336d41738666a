"""How the mail of one member is doing, for `/moi/alertes/`."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.mail.models import Fault, MailAddressState
from community.mail.queries import state_of
from community.members.models import Member
from community.members.zones import zone_of
from community.notices.health import Health, HealthCard
from community.notices.kinds import MAIL
from community.notices.models import Envelope, Fate

TITLE = gettext_lazy("Par e-mail")
TEMPLATE = "notices/_mail_health.html"
_GONE = gettext_lazy("Vérifie ta boîte, puis demande un message de contrôle : le lien qu’il porte rouvre le chemin.")
_UNWANTED = gettext_lazy(
    "Si c’était un geste de trop, demande un message de contrôle : le lien qu’il porte rouvre le chemin."
)
ADVICE = {Fault.BOUNCED: _GONE, Fault.REFUSED: _GONE, Fault.COMPLAINED: _UNWANTED}


def card(member: Member, now: datetime) -> HealthCard:
    """Whether mails reach this member: their address, what became of the last ones, what to do. Three queries."""
    if not EmailAddress.objects.filter(user=member, email=member.email, verified=True).exists():
        return HealthCard(
            TITLE,
            Health.OFF,
            sentence=_("Ton adresse n’est pas confirmée : aucun avis n’y part."),
            advice=_("Confirme-la depuis ton compte."),
        )
    state = state_of(member.email)
    worked_at = _last_of(state.delivered_at, state.trusted_at, _last_sent(member))
    if state.fault:
        return HealthCard(
            TITLE, Health.FAILING, worked_at, _fault_in(state, member), str(ADVICE[Fault(state.fault)]), TEMPLATE
        )
    sentence = _("Les avis que tu as choisis partent vers %(address)s.") % {"address": member.email}
    works = Health.WORKS if worked_at else Health.UNPROVEN
    return HealthCard(TITLE, works, worked_at, sentence, template=TEMPLATE)


def _fault_in(state: MailAddressState, member: Member) -> str:
    words = _("Depuis le %(day)s, rien ne part vers %(address)s. %(reason)s")
    day = date_format(localtime(state.failing_since, zone_of(member.zone)), "DATETIME_FORMAT")
    return words % {"day": day, "address": state.address, "reason": Fault(state.fault).label}


def _last_sent(member: Member) -> datetime | None:
    sent = Envelope.objects.filter(member=member, channel=MAIL, outcome=Fate.SENT)
    return sent.aggregate(last=Max("sent_at"))["last"]


def _last_of(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)
