"""What is typed into the café: checked for its form here, for its meaning by the actions."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.discussions.models import Stance, Thread
from community.discussions.models.posts import KEY
from community.discussions.rules import LONGEST_DESCRIPTION, LONGEST_POST, LONGEST_REASON, LONGEST_TITLE


class _Key(forms.CharField):
    """What the writer's browser made for this one act; anything else counts as none."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: str) -> str:
        return value if value and re.fullmatch(KEY, value) else ""


class _Milliseconds(forms.CharField):
    """How long the writer's page says it took; anything else counts as unknown."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: str) -> int | None:
        return int(value) if value and re.fullmatch(r"[0-9]{1,12}", value) else None


class _PostNumber(forms.CharField):
    """The id of a post to answer; anything else counts as none."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: str) -> int | None:
        return int(value) if value and re.fullmatch(r"[1-9][0-9]{0,17}", value) else None


class PostForm(forms.Form):
    """Words for a thread. A picture can come along without script; with it, it is in the text already."""

    text = forms.CharField(
        label=_("Ton message"),
        strip=False,
        required=False,  # the action says better what is missing
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_POST, "data-composer-text": ""}),
    )
    picture = forms.FileField(
        label=_("Une image"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    description = forms.CharField(
        label=_("Ce qu’on y voit"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        help_text=_("Pour qui ne voit pas l’image."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_open = forms.BooleanField(required=False)  # its question is the voice's (voices.py)
    reply_to = _PostNumber()
    key = _Key()
    typed_ms = _Milliseconds()

    @property
    def answered(self) -> int | None:
        """The id of the post that is being answered, however odd what was sent."""
        known: Any = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        return known.get("reply_to")


class ThreadForm(PostForm):
    """A title and the first words under it; a table of both kinds asks which one it is."""

    title = forms.CharField(
        label=_("Titre"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TITLE, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Tu ouvres"), choices=Thread.Kind, required=False, initial=Thread.Kind.TALK, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Langue du sujet"), choices=settings.LANGUAGES)
    field_order = ["kind", "title", "language", "text", "picture", "description"]


class EditForm(forms.Form):
    """Other words for a post, and why."""

    text = PostForm.base_fields["text"]
    is_open = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=_("Ce qui change"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Une ligne pour les autres, dans l’historique du message."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["autofocus"] = True


class StanceForm(forms.Form):
    stance = forms.ChoiceField(label=_("Suivi"), choices=Stance.choices)


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Titre"), max_length=LONGEST_TITLE)
