"""The forms in which a word of a glossary's name may stand in a sentence. Rules, no dictionary: a form too many that
nobody writes costs nothing, so they are generous; one that is another word would link wrongly, so they are few.
"""

import re

from community.text.folding import fold

SHORTEST_UNACCENTED = 8  # letters: « émail » without its accent is an e-mail, « echappement » is what phones write
SHORTEST_STRIPPED = 4

_APOSTROPHE = "(?:['’]|&#x27;|&#39;)"
_CAPITAL = "(?-i:(?=[A-ZÄÖÜ]))"  # a German noun: « titan » is somebody else
_TOKEN = re.compile(r"[^\W_]+")


def forms_of(word: str, language: str = "fr") -> set[str]:
    """A lower-case word as it is, in the plural or the singular, and where it agrees, in the feminine."""
    return {word, *_RULES[language](word)} if word.isalpha() else {word}


def _french(word: str) -> set[str]:
    if word.endswith(("s", "x", "z")):
        return {word[:-1]} if len(word) > SHORTEST_STRIPPED and word.endswith("s") else set()
    forms = {word + "s"}
    if word.endswith(("au", "eu", "ou")):
        forms.add(word + "x")
    elif word.endswith("ail"):
        forms.add(word[:-2] + "ux")
    elif word.endswith("al"):
        forms.add(word[:-1] + "ux")
    elif word.endswith("é"):
        forms |= {word + "e", word + "es"}
    return forms


def _german(word: str) -> set[str]:
    return {word + ending for ending in ("e", "en", "er", "es", "n", "s")}


def _english(word: str) -> set[str]:
    return {word[:-1]} if word.endswith("s") else {word + "s", word + "es"}


_RULES = {"fr": _french, "de": _german, "en": _english}


def first_forms(name: str, language: str = "fr") -> set[str]:
    """The lower-case words that a text may begin this name with."""
    first = _TOKEN.search(name.lower())
    return _written(first.group(), language, alone=name.lower() == first.group()) if first else set()


def expression(name: str, language: str = "fr") -> str:
    """The name as it may stand in HTML or in plain text: any blank between words, either apostrophe, every form."""
    lower = name.lower()
    words = [(found.start(), found.end()) for found in _TOKEN.finditer(lower)]
    parts, end = [], 0
    for start, stop in words:
        parts += [_between(lower[end:start]), _any_of(_written(lower[start:stop], language, alone=len(words) == 1))]
        end = stop
    written = "".join([*parts, _between(lower[end:])])
    return _CAPITAL + written if language == "de" and name[0].isupper() else written


def _written(word: str, language: str, *, alone: bool) -> set[str]:
    """The forms, with and without accents; a short word that stands alone keeps them."""
    forms = forms_of(word, language)
    return forms if alone and len(word) < SHORTEST_UNACCENTED else forms | {fold(form) for form in forms}


def _any_of(forms: set[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})"


def _between(signs: str) -> str:
    blank = re.sub(r"\s+", lambda _: r"(?:\s|&nbsp;)+", re.escape(re.sub(r"\s+", " ", signs)).replace(r"\ ", " "))
    return re.sub("['’]", lambda _: _APOSTROPHE, blank)
