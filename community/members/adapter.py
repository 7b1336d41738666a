"""How allauth behaves in this house: its sentences, its mails and where it leads afterwards."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from community.mail.letters import Letter, Reader, send_letter
from community.members.browsers import browser_of
from community.members.handles import TAKEN, normalise_handle
from community.members.models import Ban, Member, is_left_behind
from community.members.proof import is_proven
from community.members.rules import is_confirmed

_INCORRECT = _("Ces deux-là ne vont pas ensemble. Vérifie-les, ou demande un code par e-mail.")
_CONFIRMED = "members.confirmed_at_the_door"  # on the request
_TOO_MANY = _("Trop d’essais pour l’instant. Rien n’est perdu : attends quelques minutes, puis recommence.")


class SignUpVerificationStage(EmailVerificationStage):
    """Ask for the code sent by e-mail at sign-up only.

    The answer to a sign-up is this stage for a new address and for a known one, so that it tells nothing. Who has an
    account may sign in without a confirmed address; what needs one (a claim, a vote) says so itself.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        return super().handle() if self.login.signup else (None, True)


class AccountAdapter(DefaultAccountAdapter):
    """allauth in our words, in the member's language."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est fermé."),
        "cannot_remove_primary_email": _("C’est ta seule adresse confirmée, elle reste."),
        "duplicate_email": _("Cette adresse est déjà celle de ton compte."),
        "email_password_mismatch": _INCORRECT,
        "email_taken": _("Cette adresse ne peut pas servir ici. Essaie avec une autre."),
        "enter_current_password": _("Ce n’est pas ton mot de passe actuel."),
        "incorrect_code": _("Ce code n’est pas le bon. Vérifie le dernier message reçu."),
        "incorrect_password": _("Ce n’est pas ton mot de passe."),
        "invalid_login": _INCORRECT,
        "invalid_password_reset": _("Ce lien a déjà servi ou il est trop vieux."),
        "max_email_addresses": _("Tu as déjà %d adresses, c’est le maximum."),
        "rate_limited": _TOO_MANY,
        "same_as_current": _("C’est la même qu’avant. Choisis-en une autre."),
        "too_many_login_attempts": _TOO_MANY,
        "unverified_primary_email": _("Confirme d’abord ton adresse."),
        "username_blacklisted": _("Ce pseudo est réservé à la maison. Essaie autre chose."),
        "username_password_mismatch": _INCORRECT,
        "username_taken": _("Ce pseudo est déjà pris."),
    }

    def get_login_stages(self) -> list[str]:
        ours = f"{SignUpVerificationStage.__module__}.{SignUpVerificationStage.__name__}"
        return [ours if stage.endswith(".EmailVerificationStage") else stage for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Member) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Ton mot de passe"),
            "mfa_reauthenticate": _("Un code de ton application"),
            "mfa_reauthenticate:webauthn": _("Ta clé d’accès"),
        }
        methods = [each | {"description": words[each["id"]]} for each in super().get_reauthentication_methods(user)]
        if methods or not user.is_authenticated:
            return methods
        return [{"id": "proof", "description": _("Un code par e-mail"), "url": reverse("members:proof")}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask who has neither password nor second factor for a code; allauth would ask them for nothing."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        has_others = super().get_reauthentication_methods(self.request.user)
        if not has_others and not is_proven(self.request):
            raise ReauthenticationRequired
        return True

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """The address that an account is reached by stays, though a handle signs in, too."""
        return not email_address.primary and email_address.email != email_address.user.email

    # Sign-up

    def new_user(self, request: HttpRequest) -> Member:  # noqa: ARG002 -- allauth's signature
        return Member(language=translation.get_language() or settings.LANGUAGE_CODE)

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 -- allauth's signature
        handle = super().clean_username(normalise_handle(username), shallow)
        if not shallow and is_left_behind(handle):
            raise ValidationError(TAKEN, code="username_taken")
        return handle

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address, unless another account holds it: an address belongs to one member."""
        if Member.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt")
            return False
        return bool(super().confirm_email(request, email_address))

    # Afterwards

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        """Go where one wanted to go, in the member's own language; remind who has not confirmed their address."""
        response = super().post_login(request, user, **kwargs)
        response["Location"] = _in_language(response["Location"], user.language)
        if not is_confirmed(user):
            self.add_message(request, messages.INFO, "members/messages/unconfirmed.txt", {"user": user})
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say one thing where allauth says two: an address confirmed at the door is part of the greeting."""
        if message_template == "account/messages/email_confirmed.txt" and not request.user.is_authenticated:
            request.META[_CONFIRMED] = "1"
            return
        if message_template == "account/messages/logged_in.txt" and _CONFIRMED in request.META:
            message_template = "members/messages/confirmed.txt"
        super().add_message(request, level, message_template, *args, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: Member) -> HttpResponse:
        """Say until when, to who showed the right password."""
        ban = Ban.objects.filter(member=user, lifted_at=None).exclude(until=None).first()
        if ban:
            self.add_message(request, messages.WARNING, "members/messages/suspended.txt", {"ban": ban})
        return super().respond_user_inactive(request, user)

    # Mails

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write allauth's `account/email/login_code` as the house's letter `account/login_code`."""
        browser = lazy(browser_of, str)(context.get("user_agent", ""))  # read in the language of the mail
        letter = Letter("", template_prefix.replace("/email/", "/"), {"email": email, "browser": browser, **context})
        member = self._member_at(email, context)
        send_letter(Reader(email, member.language, member.zone) if member else email, letter)

    def _member_at(self, email: str, context: Mapping[str, Any]) -> Member | None:
        """Whose language and hours a mail to this address is in; without an account, those of the page."""
        if user := context.get("user"):
            return user
        if self.request and self.request.user.is_authenticated:
            return self.request.user
        return Member.objects.filter(email=email.lower()).first()


def _in_language(url: str, language: str) -> str:
    """The same page in another language. An address is read in the language that its own prefix names."""
    with translation.override(translation.get_language_from_path(urlsplit(url).path) or settings.LANGUAGE_CODE):
        return translate_url(url, language)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor in our words."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Ton compte a un second facteur : l’adresse ne change qu’après confirmation."),
        "cannot_delete_authenticator": _("Ton compte doit garder un second facteur."),
        "cannot_generate_recovery_codes": _("Active d’abord un second facteur, les codes de secours viennent avec."),
        "incorrect_code": _("Ce code n’est pas le bon. Attends le suivant et recommence."),
        "unverified_email": _("Confirme d’abord ton adresse e-mail."),
    }
