"""What is typed and sent to enter a Qdéfi: checked for its form here, for its meaning by the actions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.qdefis.actions.entering import Entered
from challenges.qdefis.models import Entry, Kind, Qdefi, Question
from challenges.qdefis.models.entries import LONGEST_ALT, LONGEST_TITLE
from challenges.qdefis.models.qdefis import GUESS_DIGITS, GUESS_PLACES, MOST_PICTURES
from community.discussions.forms import PostForm
from community.discussions.rules import LONGEST_POST
from community.pictures.queries import shown

TOKEN = re.compile(r"[0-9a-f]{32}")
SPACES = str.maketrans("", "", "  \u202f'’")  # thousands, as people write them


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo that has arrived already, as the form shows it again."""

    token: str
    alt: str
    width: int
    height: int


class EntryForm(forms.Form):
    """An entry, of whatever kind its Qdéfi is. Photos that have arrived come back by their tokens with every answer."""

    title = forms.CharField(
        label=gettext_lazy("Titre"),
        required=False,  # the action says better what is missing
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TITLE, "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Texte"),
        strip=False,
        required=False,
        help_text=gettext_lazy("En Markdown, comme au café."),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_POST}),
    )
    guess = forms.CharField(
        label=gettext_lazy("Ton estimation"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue"), choices=settings.LANGUAGES, required=False)
    key = PostForm.base_fields["key"]

    def __init__(
        self, data: Any, *, qdefi: Qdefi, questions: Sequence[Question], entry: Entry | None, initial: dict[str, Any]
    ) -> None:
        self.qdefi, self.questions, self.entry = qdefi, questions, entry
        self.added: list[tuple[str, str]] = []  # photos that came with the plain form
        super().__init__(data, initial=self._kept(entry) | initial)
        self.label_suffix = ""
        for name in {"title", "text", "language", "guess"} - self._asked():
            del self.fields[name]
        if qdefi.kind == Kind.GUESS:
            self.fields["guess"].help_text = qdefi.unit
        for n, question in enumerate(questions):
            self.fields[f"answer_{n}"] = forms.TypedChoiceField(
                label=question.text,
                choices=list(enumerate(question.choices)),
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean_guess(self) -> Decimal | None:
        """A number as people write it: `28'800`, `12,5`."""
        text = str(self.cleaned_data["guess"]).strip().translate(SPACES).replace(",", ".")
        if not text:
            return None
        try:
            guess = Decimal(text)
        except InvalidOperation:
            guess = Decimal("NaN")
        most = Decimal(10) ** (GUESS_DIGITS - GUESS_PLACES)
        if not re.fullmatch(rf"-?[0-9]+(\.[0-9]{{1,{GUESS_PLACES}}})?", text, re.ASCII) or not abs(guess) < most:
            raise forms.ValidationError(_("Écris un nombre, en chiffres."), code="guess")
        return guess

    @property
    def asks_photos(self) -> bool:
        return self.qdefi.kind == Kind.PHOTO

    @property
    def quiz(self) -> list[forms.BoundField]:
        """The questions, in their order."""
        return [self[f"answer_{n}"] for n in range(len(self.questions))]

    @property
    def photos(self) -> list[Sent]:
        """The photos that have arrived, in their order; one that is gone has no size, and is there to be removed."""
        pairs = self.pairs()
        mine = getattr(self.entry, "author_id", None) or self.initial.get("member")
        tokens = [token for token, _alt in pairs]
        known = shown(tokens, owner_id=mine, carried=tokens)
        size = {token: (each.width, each.height) for token, each in known.items()}
        return [Sent(token, alt, *size.get(token, (0, 0))) for token, alt in pairs]

    def pairs(self) -> list[tuple[str, str]]:
        """Tokens and what is to be seen on each: as they were posted, else as the entry has them."""
        if not self.asks_photos:
            return []
        if not self.is_bound:
            rows = self.entry.pictures.select_related("picture") if self.entry else ()
            return [(row.picture.token, row.alt) for row in rows]
        data: Any = self.data  # a QueryDict
        gone = set(data.getlist("remove"))
        tokens = [token for token in data.getlist("photo") if TOKEN.fullmatch(token) and token not in gone]
        tokens = list(dict.fromkeys(tokens))[: 2 * MOST_PICTURES]
        return [(token, data.get(f"alt-{token}", "")[:LONGEST_ALT]) for token in tokens] + self.added

    def uploads(self, files: Sequence[UploadedFile]) -> Sequence[UploadedFile]:
        """Of files that came with the plain form, as many as there is room for, and one more that is refused."""
        return files[: max(0, self.qdefi.most_pictures - len(self.pairs()) + 1)] if self.asks_photos else ()

    def entered(self) -> Entered:
        """What the actions take."""
        data = self.cleaned_data
        return Entered(
            title=data.get("title", ""),
            text=data.get("text", ""),
            language=data.get("language", ""),
            pictures=self.pairs(),
            answers=[data[f"answer_{n}"] for n in range(len(self.questions))],
            guess=data.get("guess"),
        )

    def _asked(self) -> set[str]:
        if self.qdefi.is_judged:
            return {"title", "text", "language"}
        return {"guess"} if self.qdefi.kind == Kind.GUESS else set()

    def _kept(self, entry: Entry | None) -> dict[str, Any]:
        if entry is None:
            return {}
        guess = "" if entry.guess is None else f"{entry.guess.normalize():f}"
        answers = {f"answer_{n}": answer for n, answer in enumerate(entry.answers)}
        return {"title": entry.title, "text": entry.source, "language": entry.language, "guess": guess} | answers
