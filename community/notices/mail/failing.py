"""What a member is told in the app when mails no longer reach them."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Member
from community.notices.actions import tell
from community.notices.kinds import NoticeKind, Told

MAIL_FAILING = "mail_failing"


def members_among(addresses: Collection[str]) -> set[str]:
    """Those of these addresses that are a member's, also one that waits to be confirmed. One query."""
    confirmed = Member.objects.filter(email__in=addresses).values_list("email")
    waiting = EmailAddress.objects.filter(email__in=addresses).values_list("email")
    return {address for (address,) in confirmed.union(waiting)}


def tell_members(addresses: Collection[str]) -> None:
    """Tell the members at these addresses, once; it is one line until they have looked."""
    members = Member.objects.filter(email__in=addresses, is_active=True).order_by("pk")
    if ids := list(members.values_list("pk", flat=True)):
        tell(MAIL_FAILING, ids, key="mail")


def _sentence(told: Told) -> str:  # without the address: it may have changed since
    return _("Nos e-mails ne t’arrivent plus. Confirme ton adresse, et ils repartent.")


def _url(told: Told) -> str:
    return reverse("notices:alerts")


KIND = NoticeKind(
    MAIL_FAILING,
    gettext_lazy("Mon adresse ne reçoit plus rien"),
    _sentence,
    _url,
    always=True,
    group=gettext_lazy("Ton compte"),
)
