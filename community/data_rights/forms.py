from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.members.handles import normalise_handle
from community.members.models import Member
from community.members.plain import Plain


class DepartureForm(Plain, forms.Form):
    """What becomes of the words, and the handle typed out: nobody leaves by a slip of the thumb."""

    words = forms.ChoiceField(
        label=_("Et tes mots ?"),
        choices=[
            ("keep", _("Laisser mes messages, sans mon nom : les conversations se lisent encore")),
            ("take", _("Emporter aussi mes messages : il ne restera que leur numéro")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )
    handle = forms.CharField(
        label=_("Ton pseudo"),
        help_text=_("Tape-le pour confirmer."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, member: Member) -> None:
        super().__init__(data)
        self._member = member

    def clean_handle(self) -> str:
        if normalise_handle(self.cleaned_data["handle"]).removeprefix("@") != self._member.handle:
            raise ValidationError(_("Ce n’est pas ton pseudo. Rien n’a changé."), code="other_handle")
        return self._member.handle

    @property
    def takes_words(self) -> bool:
        return self.cleaned_data["words"] == "take"
