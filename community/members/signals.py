"""What allauth and Django tell us."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from community.mail.actions import forget_addresses, trust_address
from community.members.actions import forget_password
from community.members.sessions import is_due
from realtime import clock


@receiver(email_confirmed)
def forget_the_password_of_a_stranger(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """An address first confirmed by a sign-in code may have been registered by somebody else, who knows a password.

    At sign-up the code is typed where the password was chosen; a sign-in code proves nothing about that password.
    """
    records = get_authentication_records(request, email_address.user)
    if records and records[-1]["method"] == "code":
        forget_password(email_address.user)


@receiver(user_logged_in)
def begin_to_count_from_here(request: HttpRequest, **kwargs: Any) -> None:
    """allauth has just written down when this browser was here."""
    if request.session.session_key:
        is_due(request.session.session_key)


@receiver(email_confirmed)
def trust_what_was_confirmed(email_address: EmailAddress, **kwargs: Any) -> None:
    """Mails reach somebody there: the code came."""
    trust_address(email_address.email, clock.now())


@receiver(email_changed)
def forget_the_address_before(from_email_address: EmailAddress | None, **kwargs: Any) -> None:
    """What we learnt of an address goes with it."""
    if from_email_address is not None:
        forget_addresses([from_email_address.email])
