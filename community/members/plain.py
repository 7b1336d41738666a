"""Forms in the house's words: labels without a colon, and errors that say “tu” where Django says “vous”."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Sentences = Mapping[str, str | Promise]

_NOT_LISTED = _("Ce choix n’est pas dans la liste. Prends-en un qui y est.")
_NO_FILE = _("Aucun fichier n’est arrivé. Choisis-le encore une fois.")
_ALL: Sentences = {
    "required": _("Il manque quelque chose ici."),
    "null_characters_not_allowed": _("Il y a là un caractère que personne ne voit. Enlève-le."),
    "max_length": ngettext_lazy(
        "Un caractère au plus ; il y en a %(show_value)d.",
        "%(limit_value)d caractères au plus ; il y en a %(show_value)d.",
        "limit_value",
    ),
    "min_value": _("%(limit_value)s au moins."),
    "max_value": _("%(limit_value)s au plus."),
}
_OF: tuple[tuple[type[forms.Field], Sentences], ...] = (
    (forms.EmailField, {"invalid": _("Écris une adresse e-mail complète, comme ada@exemple.ch.")}),
    (forms.FileField, dict.fromkeys(("required", "invalid", "missing", "empty"), _NO_FILE)),
    (forms.ChoiceField, {"invalid_choice": _NOT_LISTED}),
    (forms.ModelChoiceField, dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), _NOT_LISTED)),
    (forms.IntegerField, {"invalid": _("Écris un nombre, en chiffres.")}),
)


class Plain(forms.BaseForm):
    """A form that speaks as the house does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            reword(field)


def reword(field: forms.Field) -> None:
    """Give a field the house's sentences; what its form wrote for it stays.

    A validator's sentence is replaced, too: fields look it up by its code.
    """
    ours: dict[str, Any] = dict(_ALL)
    for kind, sentences in _OF:
        ours |= sentences if isinstance(field, kind) else {}
    djangos: dict[str, Any] = {}
    for parent in reversed(type(field).__mro__):
        djangos |= getattr(parent, "default_error_messages", {})
    given = field.error_messages
    given |= {code: sentence for code, sentence in ours.items() if given.get(code) == djangos.get(code)}
