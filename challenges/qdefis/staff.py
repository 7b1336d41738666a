"""The back office of Qdéfis: who may enter, the form, the questions of a quiz as text, the verbs, the export."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permission_policies.base import BasePermissionPolicy

from challenges.qdefis.actions.programme import ALWAYS, FIXED_ONCE_PUBLIC, announce_qdefi, duplicate_qdefi
from challenges.qdefis.models import Entry, EntryState, Qdefi, Question
from challenges.qdefis.models.questions import FEWEST_CHOICES, MOST_CHOICES
from challenges.qdefis.rules import MANAGE, may_manage
from community.members.models import Member
from community.members.queries import staff_with
from community.text.clean import clean
from community.text.spreadsheets import harmless
from realtime import clock

TAKEN = frozenset({"feed"})  # what stands in a slug's place in other addresses
ONE_LINE = ("title", "lead", "prize", "unit", "picture_alt")
TEXTS = ("brief", "rules", "terms")


class LeaderPolicy(BasePermissionPolicy):
    """One permission for all of it; only a draft can be deleted, by anybody."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 -- one permission for every action
        return may_manage(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and not instance.is_draft:
            return False
        return self.user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:  # noqa: ARG002 -- likewise
        return staff_with(MANAGE)


class QdefiForm(WagtailAdminModelForm):
    """A Qdéfi as an editor writes it; a picture comes apart, and the questions of a quiz as text."""

    upload = forms.FileField(label=gettext_lazy("Image de plus"), required=False)
    picture_alt = forms.CharField(label=gettext_lazy("Ce que l’image montre"), max_length=200, required=False)
    quiz = forms.CharField(
        label=gettext_lazy("Questions du quiz"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy(
            "Une ligne vide entre les questions. D’abord la question, puis une réponse par ligne, précédée de « - », "
            "la bonne de « * » ; à la fin, si tu veux, pourquoi, précédé de « > »."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["quiz"].initial = written(list(self.instance.questions.all()))
        fixed: set[str] = set() if self.instance.is_draft else set(FIXED_ONCE_PUBLIC)
        if self.instance.has_opened(clock.now()):
            fixed = set(self.fields) - ALWAYS - {"upload", "picture_alt"}
        for name in fixed & self.fields.keys():
            self.fields[name].disabled = True

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in TAKEN:
            raise forms.ValidationError(_("Cette adresse est prise par autre chose."))
        return slug

    def clean_quiz(self) -> list[dict[str, Any]]:
        return questions_in(self.cleaned_data["quiz"])

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean()
        facts |= {name: clean(facts[name]) for name in TEXTS if facts.get(name)}
        facts |= {name: " ".join(clean(facts[name]).split()) for name in ONE_LINE if facts.get(name)}
        if facts.get("upload") and not facts.get("picture_alt"):
            self.add_error("picture_alt", _("Dis ce que l’image montre : tout le monde ne la verra pas."))
        return facts


def questions_in(text: str) -> list[dict[str, Any]]:
    """The questions that a text writes down. Refuses (`ValidationError`) one without a single right choice."""
    found = []
    for block in clean(text).split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if not lines:
            continue
        said = [line for line in lines if line[0] not in "-*>"]
        choices = [line for line in lines if line[0] in "-*"]
        right = [n for n, line in enumerate(choices) if line[0] == "*"]
        if len(said) != 1 or len(right) != 1 or not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
            sentence = _("« %(line)s » : une question a de %(least)s à %(most)s réponses, dont une bonne.")
            values = {"line": lines[0], "least": FEWEST_CHOICES, "most": MOST_CHOICES}
            raise forms.ValidationError(sentence % values)
        found.append(
            {
                "text": said[0][:240],
                "choices": [line[1:].strip()[:160] for line in choices],
                "right": right[0],
                "why": " ".join(line[1:].strip() for line in lines if line[0] == ">")[:400],
            }
        )
    return found


def written(questions: Sequence[Question]) -> str:
    """The same text again, from the questions."""
    blocks = []
    for question in questions:
        marks = ("*" if n == question.right else "-" for n in range(len(question.choices)))
        lines = [f"{mark} {choice}" for mark, choice in zip(marks, question.choices, strict=True)]
        blocks.append("\n".join([question.text, *lines, *([f"> {question.why}"] if question.why else [])]))
    return "\n\n".join(blocks)


@dataclass(frozen=True, slots=True)
class Verb:
    """Something an editor does, on a page of its own that asks first. `name` is its address."""

    name: str
    label: str | Promise
    question: str | Promise
    icon: str
    act: Callable[[Qdefi], Qdefi]
    may: Callable[[Qdefi, datetime], bool]


VERBS = (
    Verb(
        "annoncer",
        gettext_lazy("Annoncer"),
        gettext_lazy("Tout le monde verra le Qdéfi. Son adresse, son univers et son genre ne changeront plus."),
        "upload",
        announce_qdefi,
        lambda qdefi, _now: qdefi.is_draft,
    ),
    Verb(
        "dupliquer",
        gettext_lazy("Dupliquer"),
        gettext_lazy("Un brouillon naît, avec les mêmes mots, les mêmes règles et les mêmes durées."),
        "copy",
        lambda qdefi: duplicate_qdefi(qdefi, now=clock.now()),
        lambda _qdefi, _now: True,
    ),
)


def entries_csv(qdefi: Qdefi, entries: Iterable[Entry]) -> str:
    """What was entered, for a spreadsheet, which computes nothing of what members typed; blind while the Qdéfi is."""
    is_blind, told = qdefi.hides_authors(), io.StringIO()
    writer = csv.writer(told)
    head = [_("participation"), _("pseudo"), _("état"), _("envoyée le"), _("titre"), _("texte")]
    writer.writerow([*head, _("réponses"), _("estimation"), _("photos")])
    for entry in entries:
        handle = "" if is_blind or entry.author is None else entry.author.handle
        at = localtime(entry.submitted_at).strftime("%Y-%m-%d %H:%M:%S") if entry.submitted_at and not is_blind else ""
        photos = " ".join(row.picture.token for row in entry.pictures.all())
        answers = " ".join("?" if answer is None else str(answer + 1) for answer in entry.answers)
        state = EntryState(entry.state).label
        row = (entry.code, handle, state, at, entry.title, entry.source, answers, entry.guess, photos)
        writer.writerow([harmless(cell) for cell in row])
    return told.getvalue()
