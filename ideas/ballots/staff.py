"""The back office of ballots: who may enter, the form, and the verb that stands apart from "save"."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permission_policies.base import BasePermissionPolicy

from community.members.models import Member
from community.members.queries import staff_with
from community.text.clean import clean
from ideas.ballots.models import Option
from ideas.ballots.models.ballots import LONGEST_LABEL
from ideas.ballots.owners import all_ownerships
from ideas.ballots.rules import FEWEST_OPTIONS, MANAGE, MOST_OPTIONS, may_manage

LONGEST_SENTENCE = 300
BETWEEN = " : "  # an option's label and its sentence


class BallotPolicy(BasePermissionPolicy):
    """One permission for all of it; only a draft can be deleted, by anybody."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 -- one permission for every action
        return may_manage(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and not instance.is_draft:
            return False
        return self.user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:  # noqa: ARG002 -- likewise
        return staff_with(MANAGE)


class BallotForm(WagtailAdminModelForm):
    """A ballot as an editor writes it: its options are lines, their pictures follow on a page of their own."""

    worded = forms.CharField(
        label=gettext_lazy("Options"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Une par ligne : « libellé : une phrase », ou le libellé seul. Chaque membre les voit mêlées."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            options = self.instance.options.values_list("label", "text")
            self.initial["worded"] = "\n".join(BETWEEN.join(filter(None, option)) for option in options)
        if "owners_of" in self.fields:
            owned = [(each.name, each.label) for each in all_ownerships()]
            self.fields["owners_of"] = forms.ChoiceField(
                label=gettext_lazy("Propriétaires"),
                choices=[("", gettext_lazy("non, tous les membres")), *owned],
                required=False,
                help_text=gettext_lazy("Alors un papier par pièce."),
            )

    def clean_worded(self) -> list[tuple[str, str]]:
        """Lines as options: a label, and a sentence or none."""
        lines = [" ".join(clean(line).split()) for line in self.cleaned_data["worded"].splitlines()]
        options = [tuple(part.strip() for part in line.partition(BETWEEN)[::2]) for line in lines if line]
        if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            raise forms.ValidationError(
                _("Il faut de %(fewest)s à %(most)s options.") % {"fewest": FEWEST_OPTIONS, "most": MOST_OPTIONS}
            )
        if len({label for label, _text in options}) < len(options):
            raise forms.ValidationError(_("Deux options portent le même libellé."))
        if any(not label or len(label) > LONGEST_LABEL or len(text) > LONGEST_SENTENCE for label, text in options):
            raise forms.ValidationError(
                _("Un libellé a %(label)s signes au plus, sa phrase %(text)s.")
                % {"label": LONGEST_LABEL, "text": LONGEST_SENTENCE}
            )
        return [(label, text) for label, text in options]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean()
        if facts.get("text"):
            facts["text"] = clean(facts["text"])
        if facts.get("question"):
            facts["question"] = " ".join(clean(facts["question"]).split())
        opens_at, closes_at = facts.get("opens_at"), facts.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("La clôture doit suivre l’ouverture."))
        if bool(facts.get("owners_of")) != bool(facts.get("owners_key")):
            self.add_error("owners_key", _("Dis de quoi, ou laisse les deux vides."))
        return facts


class PictureForm(forms.Form):
    """A picture for an option, and what it shows."""

    option: Any = forms.ModelChoiceField(Option.objects.none(), label=gettext_lazy("Option"), empty_label=None)
    upload = forms.FileField(label=gettext_lazy("Image"))
    alt = forms.CharField(
        label=gettext_lazy("Texte alternatif"), max_length=200, help_text=gettext_lazy("Ce que l’image montre.")
    )

    def __init__(self, *args: Any, options: QuerySet[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].queryset = options  # type: ignore[attr-defined]  # a ModelChoiceField's

    def clean_alt(self) -> str:
        return " ".join(clean(self.cleaned_data["alt"]).split())
