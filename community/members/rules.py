"""Who is confirmed, who works here, who has a second factor; who may follow, block and name whom."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _

from community.members.models import FormerHandle, Member

MOST_HANDLES, HANDLE_DAYS = 3, 30  # so many new handles in so many days: each stays reserved
HANDLE_TOO_SOON = _("Trois nouveaux pseudos en trente jours, c’est le maximum. Tu peux reprendre un des tiens.")


def is_confirmed(member: Member) -> bool:
    """Has the member shown that the mails to their address reach them?"""
    return EmailAddress.objects.filter(user=member, email=member.email, verified=True).exists()


def is_staff(member: Member) -> bool:
    """Does the member work here? Their rights count once they have a second factor, if the house asks for one."""
    granted = AbstractUser.has_perm(member, "wagtailadmin.access_admin")  # whether or not it counts yet
    return member.is_active and (member.is_staff or granted)


def has_second_factor(member: Member) -> bool:
    """Has the member set up an application or a passkey?"""
    return bool(is_mfa_enabled(member))


def may_change_handle(member: Member, handle: str, now: datetime) -> bool:
    """May the member take this handle now? One of their former ones always."""
    former = FormerHandle.objects.filter(member=member)
    if former.filter(handle=handle).exists():
        return True
    return former.filter(at__gt=now - timedelta(days=HANDLE_DAYS)).count() < MOST_HANDLES


def may_follow(member: Member, followed: Member) -> bool:
    """May the member follow that one, blocks aside?"""
    return member.pk != followed.pk and followed.is_active and followed.may_be_followed


def may_block(member: Member, blocked: Member) -> bool:
    """May the member have silence from that one? What the team has to say reaches everybody."""
    return member.pk != blocked.pk and not blocked.is_staff


def may_nominate(member: Member) -> bool:
    """May the member name guides and vouch for others in the name of the house?"""
    return member.is_active and member.is_staff and member.has_perm("members.add_nomination")
