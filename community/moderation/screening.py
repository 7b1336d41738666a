"""What is looked at before it appears: the house's word and link rules, and newcomers if the house wants that.

Staff write words with `*` and hosts, never a regular expression: matching takes time linear in the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from community.members.models import Member
from community.members.trust import TrustLevel
from community.moderation.models import Rule
from community.moderation.policy import policy
from community.text import folding
from community.text.markdown import Document

# Letters that carry no width, which would cut a word in two for us and for nobody else.
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
WORD = re.compile(r"[^\W_]+")
GLOB = re.compile(r"(?:[^\W_]|\*)+")


class Outcome(StrEnum):
    """What the screening says."""

    PASS = "pass"  # noqa: S105 -- not a password
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome and why: `sentences` for the author, which quote no rule's word, and `notes` for the desk."""

    outcome: Outcome
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def screen(author: Member, document: Document, source: str) -> Verdict:
    """Look at what a member is about to publish. Two queries; the team is not looked at."""
    if author.is_staff:
        return Verdict(Outcome.PASS)
    found = _broken_rules(document, source)
    refusing = [(rule, what) for rule, what in found if rule.effect == Rule.Effect.REFUSE]
    if refusing:
        return _verdict(Outcome.REFUSE, refusing)
    waits = author.level == TrustLevel.NEWCOMER and policy().premoderates_newcomers
    if not found and not waits:
        return Verdict(Outcome.PASS)
    why = (_("L’équipe relit les messages des nouveaux venus avant leur parution."),) if waits else ()
    held = _verdict(Outcome.HOLD, found)
    return Verdict(Outcome.HOLD, held.sentences + why, held.notes + why)


def _verdict(outcome: Outcome, broken: Iterable[tuple[Rule, str]]) -> Verdict:
    """Each sentence once: two words may be kept out for one reason."""
    sentences = dict.fromkeys(_sentence(rule, what) for rule, what in broken)
    return Verdict(outcome, tuple(sentences), tuple(_note(rule, what) for rule, what in broken))


def fold(text: str) -> str:
    """Text as the house folds it, and without what is written to be overlooked: invisible and full-width letters."""
    return folding.fold(unicodedata.normalize("NFKC", text.translate(UNSEEN)))


def pattern_words(pattern: str) -> tuple[str, ...]:
    """A rule's words, folded; empty for a pattern that would mean nothing, or everything."""
    words = tuple(GLOB.findall(fold(pattern)))
    return words if all(word.strip("*") for word in words) else ()


def pattern_host(pattern: str) -> str:
    """The bare host of a link rule, whatever was pasted: `https://www.Exemple.com/a` is `exemple.com`. Empty: none."""
    host = host_of(pattern if "//" in pattern else f"//{pattern}").removeprefix("*.").removeprefix("www.")
    return host if "." in host else ""


def host_of(address: str) -> str:
    """The host an address leads to, as the network spells it; empty for none."""
    try:
        host = (urlsplit(address.strip()).hostname or "").rstrip(".")
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return ""


def matches_word(pattern: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these words stand somewhere in a text, one after the other."""
    length = len(pattern)
    return any(
        all(matches_glob(pattern[place], words[start + place]) for place in range(length))
        for start in range(len(words) - length + 1)
    )


def matches_glob(pattern: str, word: str) -> bool:
    """Whether one word fits a pattern in which `*` stands for any letters, or none."""
    if "*" not in pattern:
        return pattern == word
    first, *middle, last = pattern.split("*")
    if len(word) < len(first) + len(last) or not (word.startswith(first) and word.endswith(last)):
        return False
    place, end = len(first), len(word) - len(last)
    for part in middle:
        found = word.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True


def matches_host(pattern: str, host: str) -> bool:
    """Whether a host is the rule's or lies under it."""
    return host == pattern or host.endswith(f".{pattern}")


def _broken_rules(document: Document, source: str) -> list[tuple[Rule, str]]:
    """The rules in force that this text breaks, each with what broke it."""
    texts = [_words_of(source), _words_of(document.plain)]
    distinct = {word for words in texts for word in words}
    hosts = sorted({host_of(address) for address in document.links} - {""})
    broken = []
    for rule in Rule.objects.filter(is_active=True):
        if rule.kind == Rule.Kind.LINK:
            broken += [(rule, host) for host in hosts if matches_host(rule.pattern, host)][:1]
        elif _has_word(pattern_words(rule.pattern), distinct, texts):
            broken.append((rule, rule.pattern))
    return broken


def _has_word(pattern: tuple[str, ...], distinct: set[str], texts: Iterable[Sequence[str]]) -> bool:
    if not pattern:
        return False
    if not all(_is_in(part, distinct) for part in pattern):
        return False
    return len(pattern) == 1 or any(matches_word(pattern, words) for words in texts)


def _is_in(part: str, distinct: set[str]) -> bool:
    return any(matches_glob(part, word) for word in distinct) if "*" in part else part in distinct


def _words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


def _sentence(rule: Rule, what: str) -> str:
    """Why, for the author: the reason that the rule gives, else which of their sites it was; never a rule's word."""
    if rule.reason:
        return rule.reason
    if rule.kind == Rule.Kind.LINK:
        if rule.effect == Rule.Effect.REFUSE:
            return _("Les liens vers %(host)s ne sont pas acceptés ici.") % {"host": what}
        return _("Un lien vers %(host)s est toujours relu par l’équipe.") % {"host": what}
    if rule.effect == Rule.Effect.REFUSE:
        return _("Une expression de ton texte n’a pas sa place ici.")
    return _("Une expression de ton texte est toujours relue par l’équipe.")


def _note(rule: Rule, what: str) -> str:
    """Which rule it was, for the desk."""
    label = _("Lien surveillé") if rule.kind == Rule.Kind.LINK else _("Expression surveillée")
    return _("%(label)s : « %(what)s »") % {"label": label, "what": what}
