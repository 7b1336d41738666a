"""No form of an account says “vous”."""

import re

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from community.data_rights.forms import DepartureForm
from community.members.forms import (
    AddEmailForm,
    AvatarForm,
    ChangePasswordForm,
    NominationForm,
    PrivacyForm,
    ProfileForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    SignupForm,
)
from community.members.plain import Plain
from community.moderation.forms import DecisionForm, FlagForm, RuleForm, SanctionForm, SettingsForm
from community.universes.models import Universe
from tests.community.members.doors import PASSWORD
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

DJANGOS = re.compile(r"\b(vous|votre|vos|\w+ez|null)\b", re.IGNORECASE)
OURS = (PrivacyForm, NominationForm, ProfileForm, FlagForm, SanctionForm, DecisionForm, RuleForm, SettingsForm)
ALLAUTHS = (SignupForm, RequestLoginCodeForm, ResetPasswordForm)
WRONG = ["", "x" * 3000, "a\0b", "-1", "pas une adresse", "99999999999"]


def sentences_of(form):
    return [sentence for errors in form.errors.values() for sentence in errors]


@pytest.mark.parametrize("form", [*OURS, *ALLAUTHS], ids=lambda form: form.__name__)
@pytest.mark.parametrize("typed", WRONG, ids=["nothing", "much", "null", "negative", "no address", "large"])
def test_no_refusal_speaks_as_django_does(form, typed):
    Universe.objects.create(name="Plongée", slug="plongee")
    with translation.override("fr"):
        filled = form(dict.fromkeys(form().fields, typed))
        found = sentences_of(filled)
    assert not [sentence for sentence in found if DJANGOS.search(sentence)]


def test_a_refused_password_says_tu():
    member = make_member(email="ada@test.example", password=PASSWORD)
    with translation.override("fr"):
        for password in ("court", "1234567890", "motdepasse", "ada@test.example"):
            data = {"oldpassword": PASSWORD, "password1": password, "password2": "autre chose"}
            found = sentences_of(ChangePasswordForm(data=data, user=member))
            assert found
            assert not [sentence for sentence in found if DJANGOS.search(sentence)]


def test_a_password_typed_differently_the_second_time_is_said_once():
    data = {"oldpassword": PASSWORD, "password1": "dix-heures-onze", "password2": "dix-heures-douze"}
    form = ChangePasswordForm(data=data, user=make_member(password=PASSWORD))
    assert form.errors == {"password2": ["Ce n’est pas le même. Tape-le deux fois pareil."]}


def test_no_picture_and_an_empty_one_are_asked_for_again():
    assert AvatarForm({}, {}).errors["picture"] == ["Aucun fichier n’est arrivé. Choisis-le encore une fois."]


def test_a_length_is_told_with_what_there_is():
    data = {"email": "ada@test.example", "username": "a" * 31}
    assert "30 caractères au plus ; il y en a 31." in SignupForm(data).errors["username"]


def test_what_a_form_says_itself_stays():
    class Own(Plain, forms.Form):
        name = forms.CharField(error_messages={"required": "Et ton nom ?"})
        age = forms.IntegerField()

    assert Own(QueryDict("age=x")).errors == {"name": ["Et ton nom ?"], "age": ["Écris un nombre, en chiffres."]}


def test_a_new_address_is_refused_in_our_words():
    form = AddEmailForm(data={"email": "x"}, user=make_member())
    assert form.errors == {"email": ["Écris une adresse e-mail complète, comme ada@exemple.ch."]}


def test_who_leaves_is_answered_in_our_words():
    member = make_member()
    assert DepartureForm({"words": "brûler", "handle": ""}, member=member).errors == {
        "words": ["Ce choix n’est pas dans la liste. Prends-en un qui y est."],
        "handle": ["Il manque quelque chose ici."],
    }
