"""The back office of ideas: the forms of the desk, and its exports."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.text.spreadsheets import harmless
from ideas.box.models import IdeaState
from ideas.box.rules import LONGEST_ANSWER, LONGEST_NOTE

ANSWER = _("Réponse officielle, que chacun lira")


class MoveForm(forms.Form):
    """A step, and what the house says to it. `choices` are the moves that make sense; the action checks them again."""

    to = forms.ChoiceField(label=_("Nouvel état"))
    answer = forms.CharField(label=ANSWER, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "avancer_%s"} | kwargs)
        to: Any = self.fields["to"]
        to.choices = list(choices)


class BulkForm(MoveForm):
    """The same step for all that are ticked."""

    ideas = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, numbers: Iterable[int] = (), **kwargs: Any) -> None:
        choices = [(value, label) for value, label in IdeaState.choices if value != IdeaState.MERGED]
        super().__init__(*args, choices=choices, **kwargs)
        ticked: Any = self.fields["ideas"]
        ticked.choices = [(number, number) for number in numbers]


class MergeForm(forms.Form):
    """Which idea this one becomes part of, and what the house says to it."""

    into = forms.IntegerField(label=_("Numéro de l’idée qu’elle rejoint"), min_value=1, max_value=2**63 - 1)
    answer = forms.CharField(label=ANSWER, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "reunir_%s"} | kwargs)


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note, pour l’équipe seule"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )


class AssignForm(forms.Form):
    """Who looks after it; nobody when empty."""

    keeper = forms.TypedChoiceField(label=_("Confiée à"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, keepers: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeper: Any = self.fields["keeper"]
        keeper.choices = [("", _("personne")), *keepers]


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """A table for a spreadsheet, which computes nothing of what members typed; empty without rows."""
    written = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(written, list(row))
            writer.writeheader()
        writer.writerow({name: harmless(cell) for name, cell in row.items()})
    return written.getvalue()


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """The same for machines: nothing is escaped, since nothing is computed."""
    return json.dumps({"ideas": list(rows)}, ensure_ascii=False, indent=1)
