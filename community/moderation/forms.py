"""What the desk asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.plain import Plain
from community.moderation.actions.flags import LONGEST_NOTE
from community.moderation.actions.sanctions import LONGEST_REASON
from community.moderation.models import Reason, Rule

DURATIONS = (
    ("1", _("un jour")),
    ("3", _("trois jours")),
    ("7", _("une semaine")),
    ("30", _("un mois")),
    ("365", _("un an")),
    ("", _("pour de bon")),
)


class PlainForm(Plain, forms.Form):
    """A form in the house's words."""


class FlagForm(PlainForm):
    """Why something is reported."""

    reason = forms.ChoiceField(label=_("Qu’est-ce qui ne va pas ?"), choices=Reason, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("En quelques mots"),
        help_text=_("Nécessaire pour « autre chose », utile pour le reste. Seule l’équipe le lit."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SanctionForm(PlainForm):
    """A silence or a suspension."""

    sanction = forms.ChoiceField(
        label=_("Mesure"),
        choices=[("silence", _("mettre en silence : lire, pas écrire")), ("suspend", _("suspendre : plus d’accès"))],
        widget=forms.RadioSelect,
        initial="silence",
    )
    days = forms.TypedChoiceField(
        label=_("Durée"), choices=DURATIONS, coerce=int, empty_value=None, required=False, initial="7"
    )
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Le membre le lit dans le message qu’il reçoit."),
        max_length=LONGEST_REASON,
    )


class DecisionForm(PlainForm):
    """What becomes of an item; `days` goes with a silence, `reason` with what is declined."""

    decision = forms.ChoiceField(
        choices=[(name, name) for name in ("approve", "approve_and_trust", "decline", "decline_and_silence")]
    )
    days = forms.TypedChoiceField(choices=DURATIONS[:-1], coerce=int, empty_value=None, required=False)
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)


class RuleForm(PlainForm):
    """A word or a site to watch for."""

    kind = forms.ChoiceField(label=_("Genre"), choices=Rule.Kind)
    pattern = forms.CharField(
        label=_("Mot ou site"),
        help_text=_("Un mot, une expression, * pour n’importe quelles lettres ; ou un site, sous-domaines compris."),
        max_length=100,
    )
    effect = forms.ChoiceField(label=_("Effet"), choices=Rule.Effect)
    reason = forms.CharField(
        label=_("Raison donnée à l’auteur"),
        help_text=_("Il la lit à la place du mot, qui n’est jamais cité. Vide : une phrase toute faite."),
        max_length=200,
        required=False,
    )
    note = forms.CharField(label=_("Note pour l’équipe"), max_length=300, required=False)


class SettingsForm(PlainForm):
    """How strict the house is."""

    premoderates_newcomers = forms.BooleanField(
        label=_("Relire les messages des nouveaux venus avant leur parution"), required=False
    )
    hide_threshold = forms.IntegerField(
        label=_("Masquer dès ce poids de signalements"),
        help_text=_("Nouveau venu 1, membre 2, habitué 3, guide 4, équipe 6."),
        min_value=1,
        max_value=1000,
    )
