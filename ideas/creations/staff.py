"""The back office of creations: who may enter, the forms, and the verbs that stand apart from "save"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permission_policies.base import BasePermissionPolicy

from community.members.models import Member
from community.members.queries import staff_with
from community.text.clean import clean
from ideas.ballots.models import Ballot
from ideas.creations.actions.programme import FIXED_ONCE_PUBLIC, publish_creation
from ideas.creations.actions.stages import decide_stage
from ideas.creations.models import Creation, Phase, Stage, StagePicture
from ideas.creations.models.stages import LONGEST_RULE
from ideas.creations.rules import MANAGE, may_manage


class LeaderPolicy(BasePermissionPolicy):
    """One permission for all of it; of creations only a draft can be deleted, by anybody."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 -- one permission for every action
        return may_manage(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and isinstance(instance, Creation) and not instance.is_draft:
            return False
        return self.user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:  # noqa: ARG002 -- likewise
        return staff_with(MANAGE)


class CleaningForm(WagtailAdminModelForm):
    """What both forms share: words as members' words are, and a picture that comes apart, with what it shows."""

    upload = forms.FileField(label=gettext_lazy("Image"), required=False)
    one_line: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean()
        facts |= {name: clean(facts[name]) for name in self.texts if facts.get(name)}
        facts |= {name: " ".join(clean(facts[name]).split()) for name in self.one_line if facts.get(name)}
        if facts.get("upload") and not facts.get("picture_alt"):
            self.add_error("picture_alt", _("Dis ce que l’image montre : tout le monde ne la verra pas."))
        return facts

    def fix(self, names: frozenset[str]) -> None:
        """Show these, and let nobody change them."""
        for name in names & self.fields.keys():
            self.fields[name].disabled = True


class CreationForm(CleaningForm):
    """A creation as an editor writes it."""

    one_line = ("title", "lead", "picture_alt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_draft:
            self.fix(FIXED_ONCE_PUBLIC)


class StageForm(CleaningForm):
    """A stage as an editor writes it: its words, its rule, its dates."""

    picture_alt = forms.CharField(label=gettext_lazy("Ce que l’image montre"), max_length=200, required=False)
    taken_away: Any = forms.ModelMultipleChoiceField(
        StagePicture.objects.none(),
        label=gettext_lazy("Images à retirer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Celles qui sont cochées s’en vont pour toujours."),
    )
    one_line = ("title", "picture_alt")
    texts = ("text", "hands_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fix(frozenset({"creation"}))
            self.fields["taken_away"].queryset = self.instance.pictures.all()
        if not self.instance.pk or not self.instance.pictures.exists():
            del self.fields["taken_away"]
        if "ballot" in self.fields:
            free = Ballot.objects.filter(Q(opened_at=None) | Q(pk=self.instance.ballot_id or 0))
            self.fields["ballot"].queryset = free.order_by("-pk")


class WordsForm(forms.Form):
    """What the team decided."""

    words = forms.CharField(
        label=gettext_lazy("Ce que l’étape transmet, que chacun pourra lire"),
        max_length=LONGEST_RULE,
        widget=forms.Textarea,
    )

    def clean_words(self) -> str:
        return clean(self.cleaned_data["words"]).strip()


@dataclass(frozen=True, slots=True)
class Verb:
    """Something an editor does, on a page of its own that asks first. `name` is its address."""

    name: str
    label: str | Promise
    question: str | Promise
    icon: str
    act: Callable[[Any, str], Any]  # the creation or stage, the words
    may: Callable[[Any, datetime], bool]
    needs_words: bool = False


PUBLISH = Verb(
    "publier",
    gettext_lazy("Publier"),
    gettext_lazy("Tout le monde verra la création et ses étapes. Son adresse ne changera plus."),
    "upload",
    lambda creation, _words: publish_creation(creation),
    lambda creation, _now: creation.is_draft,
)


def _is_for_the_team(stage: Stage, now: datetime) -> bool:
    return not stage.creation.is_draft and stage.phase(now) == Phase.CLOSED


DECIDE = Verb(
    "decider",
    gettext_lazy("Décider"),
    gettext_lazy("Ce que l’étape transmet sera figé pour toujours, et dit à qui suit la création."),
    "tick-inverse",
    decide_stage,
    _is_for_the_team,
    needs_words=True,
)
