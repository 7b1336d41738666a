"""Questions that members ask again and again, grouped by what they are about, and what the data sheet says to them.

Computed when an editor asks, in two statements: the questions among the newest threads. Those about something that a
data sheet answers, or should, are grouped by it; the others by the words they share.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.discussions.models import Thread
from community.text.folding import words_of
from editorial.queries.common_words import COMMON

THREADS = 2_000  # the newest questions that are read
TIMES = 3  # threads, before a question recurs
ALIKE = 0.6  # of all the telling words of two questions, how many they must share
STEM = 5  # letters by which two words are one
SHOWN = 4  # threads of a group
MOST = 30  # groups


@dataclass(frozen=True, slots=True)
class Topic:
    """Something one asks of a watch: the folded beginnings of words it is asked by, all of one set, and its line."""

    label: str | Promise
    asked_by: tuple[tuple[str, ...], ...]
    line: str | Promise = ""  # of the data sheet; none: the sheet does not say


TOPICS = (
    Topic(_("la largeur du bracelet"), (("large", "brace"), ("entrecorne",), ("entre", "corne"), ("large", "corne"))),
    Topic(_("le corne à corne"), (("corne", "corne"), ("lug",)), _("Boîtier")),
    Topic(_("le diamètre"), (("diamet",), ("taille", "boiti")), _("Boîtier")),
    Topic(_("l’épaisseur"), (("epais",), ("haute", "boiti")), _("Boîtier")),
    Topic(_("la taille de poignet"), (("taill", "poign"), ("tour", "poign"), ("petit", "poign"))),
    Topic(_("le poids"), (("poids",), ("pese",), ("lourd",))),
    Topic(_("la glace"), (("glace",), ("verre",), ("saphi",), ("plexi",))),
    Topic(_("l’étanchéité"), (("etanc",), ("nager",), ("pisci",), ("douch",)), _("Étanchéité")),
    Topic(_("la réserve de marche"), (("reser", "march"), ("autonomie",)), _("Réserve de marche")),
    Topic(_("la fréquence"), (("frequ",), ("alter", "heure"), ("hertz",)), _("Fréquence")),
    Topic(_("la précision"), (("preci",), ("avanc", "jour"), ("retar", "jour"), ("cosc",))),
    Topic(_("le calibre"), (("calib",), ("mouve", "quel")), _("Mouvement")),
    Topic(_("la luminescence"), (("lumin",), ("lume",), ("nuit", "lit"))),
    Topic(_("la boucle"), (("boucl",), ("ferm",), ("deplo",))),
    Topic(_("la garantie"), (("garan",),), _("Garantie")),
    Topic(_("la révision"), (("revis",), ("servi", "prix"), ("entre", "prix"))),
    Topic(_("la livraison"), (("livra",), ("expedi",), ("envoi",))),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A thread that asks."""

    title: str
    url: str
    people: int  # who asked it and who have the question, too


@dataclass(slots=True)
class Recurring:
    """A group of questions; `label` is its topic, or the title of the first. `line` is what the sheet calls it."""

    label: str | Promise
    topic: Topic | None
    words: frozenset[str]
    threads: list[Asking] = field(default_factory=list)

    @property
    def line(self) -> str | Promise:
        return self.topic.line if self.topic else ""

    @property
    def people(self) -> int:
        return sum(each.people for each in self.threads)

    @property
    def latest(self) -> list[Asking]:
        return self.threads[:SHOWN]


def recurring_questions() -> list[Recurring]:
    """The groups of three threads and more, those that most people share first."""
    asks = Q(kind=Thread.Kind.QUESTION) | Q(title__endswith="?")
    rows = Thread.objects.filter(asks, shown__gt=0).select_related("category").order_by("-pk")[:THREADS]
    groups = _grouped(rows)
    often = [group for group in groups if len(group.threads) >= TIMES]
    return sorted(often, key=lambda group: (-group.people, str(group.label)))[:MOST]


def _grouped(rows: Iterable[Thread]) -> list[Recurring]:
    groups: list[Recurring] = []
    by_word: dict[str, list[Recurring]] = {}
    for row in rows:
        words = words_of(row.title)
        telling = frozenset(word[:STEM] for word in words if len(word) >= STEM and word not in COMMON)
        group = _home(words, telling, by_word)
        if group is None:
            topic = topic_of(words)
            group = Recurring(topic.label if topic else row.title, topic, telling)
            groups.append(group)
            for word in [str(topic.label)] if topic else telling:
                by_word.setdefault(word, []).append(group)
        group.threads.append(Asking(row.title, row.get_absolute_url(), 1 + row.asked))
    return groups


def _home(words: list[str], telling: frozenset[str], by_word: dict[str, list[Recurring]]) -> Recurring | None:
    """The group a question belongs to: its topic's, else the one that shares most of its words."""
    if topic := topic_of(words):
        return next(iter(by_word.get(str(topic.label), [])), None)
    near = {id(group): group for word in telling for group in by_word.get(word, []) if group.topic is None}
    alike = [(len(telling & group.words) / len(telling | group.words), group) for group in near.values()]
    likeness, group = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return group if likeness >= ALIKE else None


def topic_of(words: list[str]) -> Topic | None:
    """What a question is about, by the beginnings of its folded words; the first topic that fits."""
    return next((topic for topic in TOPICS if any(_holds(words, each) for each in topic.asked_by)), None)


def _holds(words: list[str], beginnings: tuple[str, ...]) -> bool:
    """Whether each beginning has a word of its own, in any order."""
    left = list(words)
    for start in beginnings:
        found = next((word for word in left if word.startswith(start)), None)
        if found is None:
            return False
        left.remove(found)
    return True
