"""What a member decides on `/moi/avis/reglages/`."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.forms import Plain
from community.members.zones import choices as zone_choices
from community.notices.models import Digest
from community.notices.queries import grid_values

DELAYS = (
    (0, _("Aucune")),
    (10, _("Dix minutes")),
    (30, _("Une demi-heure")),
    (60, _("Une heure")),
)


class WishesForm(Plain, forms.Form):
    """Where one is told of what, and when not. The page itself lays out the grid."""

    grid = forms.MultipleChoiceField(
        choices=lambda: [(value, value) for value in grid_values()],
        required=False,
        error_messages={
            "invalid_choice": _("Personne ici ne connaît « %(value)s ». Recharge la page : rien n’a été changé.")
        },
    )
    quiet_from = forms.TimeField(
        label=_("De"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_to = forms.TimeField(
        label=_("À"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.ChoiceField(
        label=_("À l’heure de"),
        choices=zone_choices,
        error_messages={"invalid_choice": _("Ce fuseau horaire n’existe pas. Rien n’a été changé.")},
    )
    digest = forms.ChoiceField(label=_("Tout en un seul courrier"), choices=Digest, widget=forms.RadioSelect)
    delay = forms.TypedChoiceField(
        label=_("Attente avant un courrier"),
        choices=DELAYS,
        coerce=int,
        help_text=_("Ce que tu lis ici entre-temps ne t’est pas écrit."),
    )

    def clean_grid(self) -> list[tuple[str, str]]:
        """Kinds and channels."""
        return [tuple(value.split(":")) for value in self.cleaned_data["grid"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("quiet_from"), cleaned.get("quiet_to")
        if not {"quiet_from", "quiet_to"} & self.errors.keys():
            if (begin is None) != (end is None):
                missing = "quiet_to" if end is None else "quiet_from"
                self.add_error(missing, _("Il faut les deux heures, ou aucune. Rien n’a été changé."))
            elif begin is not None and begin == end:
                self.add_error("quiet_to", _("Deux heures égales ne font pas une nuit : choisis-en deux différentes."))
        return cleaned

    @property
    def quiet(self) -> tuple[time, time] | None:
        """The hours of silence."""
        begin, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"]
        return None if begin is None else (begin, end)
