"""allauth's forms with our labels, and the member's own page."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.views import SignupView
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from community.members.actions import keep_handle
from community.members.handles import normalise_handle
from community.members.models import Member, Nomination
from community.members.plain import Plain, reword
from community.members.trust import TrustLevel
from community.members.zones import choices as zone_choices
from community.text.clean import clean
from community.universes.models import Universe

_LENGTH = _("Au moins 10 caractères. Une phrase fait très bien l’affaire.")


class Worded(Plain):
    """Labels and helps by field name. No placeholders: they vanish when one needs them."""

    labels: ClassVar[Mapping[str, Any]] = {}
    helps: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class Coded(Worded):
    """A code from a mail or an application: the phone offers it by itself."""

    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autofocus": True, "autocapitalize": "characters", "spellcheck": "false"}


class TypedTwice(Worded):
    """A new password, typed a second time."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, again = self.cleaned_data.get("password1"), self["password2"].data
        if first and again and first != again:
            self.errors["password2"] = self.error_class([gettext("Ce n’est pas le même. Tape-le deux fois pareil.")])
        return cleaned


class LoginForm(Worded, account.LoginForm):
    labels = {"password": _("Mot de passe")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("Adresse e-mail ou pseudo"), max_length=254, widget=forms.TextInput(attrs=attrs)
        )
        reword(self.fields["login"])

    def user_credentials(self) -> dict[str, Any]:
        """An address or a handle, never both: a second look would hash the password of who is known once more."""
        credentials = super().user_credentials()
        if "email" in credentials:
            del credentials["username"]
        return credentials


class SignupForm(Worded, account.SignupForm):
    """The password is optional: who leaves it out signs in by a code each time."""

    labels = {"email": _("Adresse e-mail"), "username": _("Pseudo"), "password1": _("Mot de passe (facultatif)")}
    helps = {
        "email": _("Elle reste entre nous."),
        "username": _("Public, il signe ce que tu fais ici. Des minuscules, des chiffres, des traits d’union."),
        "password1": _("Au moins 10 caractères. Sans mot de passe, un code reçu par e-mail te connecte."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocomplete": "nickname", "autocapitalize": "none"}
        self.fields["email"].widget.attrs["autocomplete"] = "username"  # what a password manager files it under

    def try_save(self, request: HttpRequest) -> tuple[Member | None, HttpResponse | None]:
        if self.account_already_exists and (password := self.cleaned_data.get("password1")):
            make_password(password)  # a known address must not be answered sooner than a new one
        try:
            return super().try_save(request)
        except IntegrityError:  # somebody took the handle or the address in between: the same answer as always
            self.full_clean()
            return super().try_save(request) if self.is_valid() else (None, self._shown_again(request))

    def save(self, request: HttpRequest) -> Member:
        """The member with their address, or neither."""
        with transaction.atomic():
            member = super().save(request)
            keep_handle(member)
            return member

    def _shown_again(self, request: HttpRequest) -> HttpResponse:
        page = SignupView()
        page.setup(request)
        return page.form_invalid(self)


class AddEmailForm(Worded, account.AddEmailForm):
    labels = {"email": _("Nouvelle adresse e-mail")}
    helps = {"email": _("On y envoie un code. L’adresse ne change qu’une fois le code saisi.")}


class ChangePasswordForm(TypedTwice, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Mot de passe actuel"),
        "password1": _("Nouveau mot de passe"),
        "password2": _("Encore une fois"),
    }
    helps = {"password1": _LENGTH}


class SetPasswordForm(TypedTwice, account.SetPasswordForm):
    labels = {"password1": _("Mot de passe"), "password2": _("Encore une fois")}
    helps = {"password1": _LENGTH}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    labels = {"email": _("Adresse e-mail")}


class ResetPasswordKeyForm(TypedTwice, account.ResetPasswordKeyForm):
    labels = {"password1": _("Nouveau mot de passe"), "password2": _("Encore une fois")}
    helps = {"password1": _LENGTH}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    labels = {"password": _("Mot de passe")}


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    labels = {"email": _("Adresse e-mail")}


class ConfirmLoginCodeForm(Coded, account.ConfirmLoginCodeForm):
    pass


class ProofForm(Coded, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(Coded, account.ConfirmEmailVerificationCodeForm):
    pass


class SecondFactorForm(Coded, mfa.AuthenticateForm):
    pass


class SecondFactorReauthenticateForm(Coded, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Coded, totp.ActivateTOTPForm):
    labels = {"code": _("Code affiché par l’application")}


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    labels = {"name": _("Nom de la clé"), "passwordless": _("Me connecter avec cette clé seule")}
    helps = {
        "name": _("Pour la reconnaître : « téléphone », « clé du bureau »."),
        "passwordless": _("Ton empreinte, ton visage ou un PIN remplacent le mot de passe."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditPasskeyForm(Worded, webauthn.EditWebAuthnForm):
    labels = {"name": _("Nom de la clé")}


def _languages() -> list[tuple[str, str]]:
    """The house's languages, each under its own name."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


class ProfileForm(Plain, forms.ModelForm[Member]):
    """What a member changes about themself on `/moi/`."""

    language = forms.ChoiceField(label=_("Langue des pages et des e-mails"), choices=_languages)
    zone = forms.ChoiceField(
        label=_("Fuseau horaire"),
        choices=zone_choices,
        help_text=_("Pour tes notifications. Les drops, eux, vivent à l’heure de Zurich."),
    )

    class Meta:
        model = Member
        fields = ("handle", "bio", "universes", "language", "zone")
        labels = {"handle": _("Pseudo"), "bio": _("En quelques mots"), "universes": _("Tes univers")}
        help_texts = {
            "handle": _("Public. L’adresse de ton profil change avec lui, l’ancienne y mène."),
            "bio": _("Public, 500 caractères au plus. Tes montres, tes manies, ton fuseau."),
            "universes": _("Ils s’affichent sur ton profil."),
        }
        widgets = {
            "bio": forms.Textarea(attrs={"rows": 4}),
            "universes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Universe.objects.exists():
            del self.fields["universes"]

    def clean_handle(self) -> str:
        return normalise_handle(self.cleaned_data["handle"])

    def clean_bio(self) -> str:
        return clean(self.cleaned_data["bio"])


class PrivacyForm(Plain, forms.ModelForm[Member]):
    """Who sees what of a member. Each switch is asked by a page or an action."""

    class Meta:
        model = Member
        fields = ("activity_for", "circle_for", "in_search", "may_be_followed")
        labels = {
            "activity_for": _("Qui voit mes contributions sur mon profil"),
            "circle_for": _("Qui voit combien de membres me suivent"),
            "in_search": _("La recherche trouve mon profil"),
            "may_be_followed": _("On peut me suivre"),
        }
        help_texts = {
            "activity_for": _("Ce que tu écris reste lisible là où tu l’as écrit."),
            "circle_for": _("Et combien j’en suis, moi. Des nombres, jamais des noms."),
            "may_be_followed": _("Sans cela, personne de nouveau ; qui te suit déjà continue."),
        }
        widgets = {"activity_for": forms.RadioSelect, "circle_for": forms.RadioSelect}


class NominationForm(Plain, forms.ModelForm[Nomination]):
    """For which level the house speaks up, and why."""

    class Meta:
        model = Nomination
        fields = ("level", "reason")
        help_texts = {"reason": _("Il reste dans le registre, avec ton nom.")}

    def clean_level(self) -> TrustLevel:
        return TrustLevel(self.cleaned_data["level"])


class AvatarForm(Plain, forms.Form):
    """A picture for the strict door, which says itself what it refuses."""

    picture = forms.FileField(
        label=_("Nouvelle image"),
        help_text=_("JPEG, PNG ou WebP, jusqu’à 10 Mio. Elle est recadrée en carré, ses métadonnées sont jetées."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
