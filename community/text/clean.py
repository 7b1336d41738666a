"""What members type, before it is stored: without what nobody sees, and refused in a sentence where it cannot stay.

Bidi overrides and isolates (U+202A–202E, U+2066–2069) are removed, not refused: phones and chats add them to whatever
is copied, nobody sees which character they should delete, and Arabic and Hebrew need none of them: letters know their
own direction, and each paragraph finds its own (`dir="auto"`). The marks U+200E, U+200F and U+061C turn nothing around
and stay.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.text.parsing import parse, quote_depth

DEEPEST = 5  # quotes, one inside the other
_MARKS = 8  # accents on one letter; more would run over the lines around it

_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PILED = re.compile(
    rf"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{_MARKS}}})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_BLANKS = " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

_EMOJI = r"[©®\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff]"
_JOINING = r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u180a\u1810-\u18af]"  # Arabic, Indic, …
_IDEOGRAPH = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_UNSEEN = (
    "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_HIDDEN = re.compile(  # in the group: what is hidden but has work to do
    rf"(?={_UNSEEN})(?:"
    rf"((?:(?<={_EMOJI})|(?<={_EMOJI}\ufe0f))\u200d(?={_EMOJI})"  # families, professions
    rf"|(?<={_JOINING})[\u200c\u200d]"  # Persian and Indic spelling
    rf"|(?:(?<={_EMOJI})|(?<=[0-9#*]))[\ufe0e\ufe0f]"  # a heart in colour
    "|(?<=\U0001f3f4)[\U000e0030-\U000e007a]{3,6}\U000e007f"  # the flag of Scotland
    rf"|(?<={_IDEOGRAPH})[\ufe00-\ufe02\U000e0100-\U000e01ef]"  # the form of a character
    rf")|{_UNSEEN}+)"  # in a run only the first can have work to do
)


def clean(text: str) -> str:
    """Return `text` as it is stored: NFC, “\\n”, no blanks at the end of lines, none of the forbidden characters."""
    # Piles of accents go first: putting them in order takes quadratic time.
    text = _PILED.sub(r"\1", _NEWLINE.sub("\n", text))
    text = without_hidden(unicodedata.normalize("NFC", text))
    text = unicodedata.normalize("NFC", _PILED.sub(r"\1", text))
    return "\n".join(line.rstrip(_BLANKS) for line in text.split("\n")).strip("\n")


def without_hidden(text: str) -> str:
    """Remove control and zero-width characters and bidi overrides; keep those that emoji and scripts are made with."""
    return _HIDDEN.sub(r"\1", _CONTROL.sub("", _SURROGATE.sub("\ufffd", text)))


def refuse_text(text: str, *, longest: int) -> None:
    """Refuse what is empty, longer than `longest` characters, or holds control characters or too many nested quotes.

    `text` is what was typed; what `clean` takes away by itself counts for nothing here.
    """
    cleaned = clean(text[: 10 * longest])  # what is far too long need not be cleaned to the end
    if _CONTROL.search(_NEWLINE.sub("\n", text)):
        raise ValidationError(
            _("Des caractères de commande se sont glissés dans ton texte. Recopie-le sans mise en forme."),
            code="control",
        )
    if not any(_is_visible(character) for character in cleaned[: longest + 1]):
        raise ValidationError(_("Écris d’abord quelques mots."), code="empty")
    if len(cleaned) > longest:
        raise ValidationError(
            _("Ton texte compte %(count)s caractères, et la place est de %(longest)s. Raccourcis-le un peu."),
            code="long",
            params={"count": len(cleaned), "longest": longest},
        )
    if _is_too_deep(cleaned):
        raise ValidationError(
            _("Au-delà de %(deepest)s citations l’une dans l’autre, on s’y perd. Retire les plus anciennes."),
            code="deep",
            params={"deepest": DEEPEST},
        )


def excerpt(plain: str, length: int) -> str:
    """The beginning of `plain` on one line, at most `length` characters, cut after a word and followed by “…”."""
    line = " ".join(plain.split())
    if len(line) <= length:
        return line
    cut = line[: max(length - 1, 0)]
    if line[len(cut)] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.–—-") + "…"


def _is_visible(character: str) -> bool:
    return character != "\u2800" and unicodedata.category(character)[0] not in "CZM"


def _is_too_deep(text: str) -> bool:
    if not any(line.count(">") > DEEPEST for line in text.split("\n")):
        return False
    tokens = parse(text)
    return tokens is None or quote_depth(tokens) > DEEPEST
