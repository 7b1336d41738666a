"""What is typed into the box: checked for its form here, for its meaning by the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.discussions.forms import PostForm
from community.discussions.rules import LONGEST_POST
from community.universes.models import Universe
from ideas.box.models import LONGEST_TITLE
from ideas.box.models.ideas import MOST_CHF
from ideas.box.models.steps import LONGEST_REASON


class _Francs(forms.IntegerField):
    """Whole francs, or nothing."""

    def __init__(self, label: Any) -> None:
        attrs = {"inputmode": "numeric", "min": 1, "max": MOST_CHF, "step": 1}
        super().__init__(
            label=label, required=False, min_value=1, max_value=MOST_CHF, widget=forms.NumberInput(attrs=attrs)
        )


class IdeaForm(forms.Form):
    """An idea: what, why, for how much. A picture can come along without script; with it, it is in the text already."""

    title = forms.CharField(
        label=_("L’idée en une ligne"),
        required=False,  # the action says better what is missing
        help_text=_("Ce qu’on lira sur l’affiche : « Une plongeuse de 36 mm à cadran émail »."),
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TITLE, "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Pourquoi"),
        strip=False,
        required=False,
        help_text=_(
            "Pour qui, ce qui manque aujourd’hui, un lien vers ce qui s’en approche. En Markdown, comme au café."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_POST, "data-composer-text": ""}),
    )
    picture = PostForm.base_fields["picture"]
    description = PostForm.base_fields["description"]
    price_from = _Francs(_("De CHF"))
    price_to = _Francs(_("à CHF"))
    universe = forms.ModelChoiceField(label=_("Univers"), queryset=Universe.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Langue de l’idée"), choices=settings.LANGUAGES)
    key = PostForm.base_fields["key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        universes: Any = self.fields["universe"]
        universes.queryset = Universe.objects.all()
        universes.to_field_name = "slug"


class EditForm(IdeaForm):
    """Other words for an idea, and why; its language stays."""

    reason = forms.CharField(
        label=_("Ce qui change"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Une ligne pour qui la soutient déjà, dans l’historique de l’idée."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = None  # type: ignore[assignment]  # Django's way to leave a field out
    key = None  # type: ignore[assignment]  # likewise
