"""One way to fold text, for sorting and for searching: accents and case are forgiven everywhere in the same manner."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without marks: « Échappement » becomes `echappement`, « œil » becomes `oeil`."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_LIGATURES)


def words_of(text: str) -> list[str]:
    """The folded words of a text, in their order, without punctuation."""
    return WORD.findall(fold(text))
