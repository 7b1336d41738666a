"""The index, asked. Each answer is at most so many candidates: a word that is everywhere costs what a rare one costs.

First a glance at the newest `GLANCE` rows of each kind. A kind that has no more is done. Where `COMMON` of them hold
the words, these are common there, and a walk over its newest `WALK` rows finds enough. For the kinds that are left the
GIN index is asked, for `ENOUGH` rows. Of each kind the newest `PER_KIND` are ranked. So what is old and holds nothing
but common words may be out of reach; who looks for it adds a word.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from community.search.marking import SHORTEST_START
from community.search.models import CONFIGS
from community.search.trigrams import SHORTEST, ends_of, trigrams_of

GLANCE = 200
COMMON = 20
WALK = 10_000
ENOUGH = 5_000
PER_KIND = 200
NEAR = 1_000  # rows that share three letters with a misspelt word and are compared with it
NEAREST = 40
SAME_LANGUAGE = 1.3  # how much more a text weighs in the reader's language

# What stands in braces is a condition made here, of names and placeholders only.
STEMS = """
SELECT word, ts_lexize('french_stem', word), ts_lexize('german_stem', word), ts_lexize('english_stem', word)
FROM unnest(%(words)s::text[]) AS word
"""
GLANCED = """
SELECT %(kind{place})s, count(*), coalesce(array_agg(id) FILTER (WHERE words @@ %(query)s::tsquery), '{{}}') FROM (
    SELECT id, words FROM search_indexentry WHERE {scope} AND kind = %(kind{place})s
    ORDER BY at DESC NULLS LAST LIMIT %(glance)s
) AS newest
"""
BY_INDEX = """
SELECT id, total FROM (
    SELECT id, count(*) OVER () AS total,
        row_number() OVER (PARTITION BY kind ORDER BY at DESC NULLS LAST, id DESC) AS place
    FROM (
        SELECT id, kind, at FROM search_indexentry WHERE {scope} AND words @@ %(query)s::tsquery LIMIT %(enough)s
    ) AS matching
) AS placed WHERE place <= %(per_kind)s
"""
WALKED = """
SELECT id FROM (
    SELECT id, words FROM search_indexentry WHERE {scope} AND kind = %(kind)s
    ORDER BY at DESC NULLS LAST LIMIT %(walk)s
) AS newest WHERE %(query)s = '' OR words @@ %(query)s::tsquery LIMIT %(per_kind)s
"""
RANKED = """
SELECT id, kind, key, language, title, body FROM search_indexentry
WHERE id = ANY(%(ids)s) AND (%(phrases)s = '' OR words @@ %(phrases)s::tsquery)
ORDER BY
    (%(named)s <> '' AND words @@ %(named)s::tsquery) DESC,
    CASE WHEN %(query)s = '' THEN 0 ELSE
        ts_rank(words, %(query)s::tsquery, 1) * weight
        * CASE WHEN language IN ('', %(language)s) THEN %(same_language)s ELSE 1 END
    END DESC,
    at DESC NULLS LAST, id DESC
LIMIT %(most)s
"""
SHARING = """
SELECT id, kind, key, language, title, body FROM search_indexentry WHERE id = ANY(%(ids)s)
ORDER BY
    {held} DESC,
    ts_rank(words, %(any)s::tsquery) * weight
    * CASE WHEN language IN ('', %(language)s) THEN %(same_language)s ELSE 1 END DESC,
    at DESC NULLS LAST, id DESC
LIMIT %(most)s
"""
SIMILAR = """
SELECT id, kind, key, language, title, body, held FROM (
    SELECT *, ARRAY[{held}] AS held,
        (SELECT count(*) FROM unnest(trigrams) AS three WHERE three = ANY(%(threes)s)) AS alike
    FROM search_indexentry WHERE {scope} AND {near} LIMIT %(near)s
) AS near ORDER BY alike DESC, weight DESC, at DESC NULLS LAST, id DESC LIMIT %(nearest)s
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the index is asked: for whom, of which kinds, and what the filters leave."""

    audiences: list[str]
    kinds: list[str]
    author_id: int | None = None
    place: str = ""
    after: datetime | None = None
    before: datetime | None = None

    @property
    def sql(self) -> str:
        given = {
            "author_id = %(author_id)s": self.author_id,
            "place = %(place)s": self.place,
            "at >= %(after)s": self.after,
            "at < %(before)s": self.before,
        }
        always = ["audience = ANY(%(audiences)s)", "kind = ANY(%(kinds)s)"]
        return " AND ".join([*always, *(sql for sql, value in given.items() if value)])

    @property
    def params(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the index; for a similar one, which of the words it holds exactly."""

    id: int
    kind: str
    key: str
    language: str
    title: str
    body: str
    held: Sequence[bool] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word with its stems, cut in each language; `is_common` where the reader's own drops it."""

    text: str
    stems: tuple[str, ...]
    is_common: bool

    def query(self, weight: str = "") -> str:
        """As typed, as a beginning, or by its stem. Words are letters and digits: nothing typed is an operator."""
        start = f"'{self.text}':*{weight}" if len(self.text) >= SHORTEST_START else f"'{self.text}':{weight}"
        each = [start.rstrip(":"), *(f"'{stem}':{weight}".rstrip(":") for stem in self.stems if stem != self.text)]
        return f"({' | '.join(each)})"


def cut(words: tuple[str, ...], language: str) -> list[Word]:
    """The words with their stems. Those that a language counts for nothing fall away unless they are all there is."""
    if not words:
        return []
    place = list(CONFIGS).index(language) if language in CONFIGS else 0
    found = [
        Word(word, tuple(dict.fromkeys(stem for each in stems if each for stem in each)), stems[place] == [])
        for word, *stems in _rows(STEMS, {"words": list(words)})
    ]
    return [word for word in found if not word.is_common] or found


def candidates(
    words: list[Word], phrases: tuple[tuple[str, ...], ...], scope: Scope, language: str, most: int
) -> list[Candidate]:
    """Rows that hold every word and every phrase, best first; without words the newest that the filters leave."""
    query = " & ".join(word.query() for word in words)
    ids = _matching(query, scope) if query else _newest("", scope)
    params = {
        "ids": ids,
        "query": query,
        "named": " & ".join(word.query("A") for word in words),
        "phrases": " & ".join(" <-> ".join(f"'{word}'" for word in phrase) for phrase in phrases),
        "language": language,
        "same_language": SAME_LANGUAGE,
        "most": most,
    }
    return [Candidate(*row) for row in _rows(RANKED, params)] if ids else []


def sharing(query: str, words: list[Word], scope: Scope, language: str, most: int) -> list[Candidate]:
    """Rows that answer `query`; first those that hold most of the words, one in the title counting twice."""
    params: dict[str, Any] = {
        "ids": _matching(query, scope),
        "any": " | ".join(word.query() for word in words),
        "language": language,
        "same_language": SAME_LANGUAGE,
        "most": most,
    }
    held = []
    for place, word in enumerate(words):
        params |= {f"word{place}": word.query(), f"titled{place}": word.query("A")}
        held += [f"(words @@ %(word{place})s::tsquery)::int", f"(words @@ %(titled{place})s::tsquery)::int"]
    return [Candidate(*row) for row in _rows(SHARING.format(held=" + ".join(held)), params)] if params["ids"] else []


def similar(words: list[Word], scope: Scope) -> list[Candidate]:
    """Rows that hold every word, or in their title one that begins or ends like it; the most alike first."""
    if not any(len(word.text) >= SHORTEST for word in words):
        return []
    params: dict[str, Any] = {"near": NEAR, "nearest": NEAREST, "threes": []}
    held, near = [], []
    for place, word in enumerate(words):
        held.append(f"words @@ %(word{place})s::tsquery")
        params[f"word{place}"] = word.query()
        alike = ""
        if len(word.text) >= SHORTEST:
            params[f"head{place}"], params[f"tail{place}"] = ends_of(word.text)
            params["threes"] += trigrams_of(word.text)
            alike = f" OR trigrams @> %(head{place})s::text[] OR trigrams @> %(tail{place})s::text[]"
        near.append(f"({held[-1]}{alike})")
    sql = SIMILAR.format(held=", ".join(held), scope=scope.sql, near=" AND ".join(near))
    with _by_index():
        return [Candidate(*row) for row in _rows(sql, scope.params | params)]


def place_exists(place: str, audiences: list[str]) -> bool:
    """Whether there is anything at this place that these audiences may know of."""
    sql = "SELECT 1 FROM search_indexentry WHERE place = %(place)s AND audience = ANY(%(audiences)s) LIMIT 1"
    return bool(_rows(sql, {"place": place, "audiences": audiences}))


def _matching(query: str, scope: Scope) -> list[int]:
    """Rows that hold the words: all of them where they are rare, the newest of each kind where they are common."""
    params = scope.params | {f"kind{place}": kind for place, kind in enumerate(scope.kinds)}
    sql = " UNION ALL ".join(GLANCED.format(scope=scope.sql, place=place) for place in range(len(scope.kinds)))
    glances = _rows(sql, params | {"query": query, "glance": GLANCE})
    ids = [number for _, _, found in glances for number in found]
    common = [kind for kind, seen, found in glances if seen == GLANCE and len(found) >= COMMON]
    rest = [kind for kind, seen, found in glances if seen == GLANCE and len(found) < COMMON]
    if common:
        ids += _newest(query, replace(scope, kinds=common))
    if rest:
        ids += _held(query, replace(scope, kinds=rest))
    return list(dict.fromkeys(ids))


def _held(query: str, scope: Scope) -> list[int]:
    """What the GIN index knows; more than `ENOUGH` rows are joined by the newest that hold the words."""
    params = scope.params | {"query": query, "enough": ENOUGH, "per_kind": PER_KIND}
    with _by_index():
        rows = _rows(BY_INDEX.format(scope=scope.sql), params)
    ids = [row[0] for row in rows]
    return ids + _newest(query, scope) if rows and rows[0][1] == ENOUGH else ids


def _newest(query: str, scope: Scope) -> list[int]:
    """The newest rows of each kind that hold the words, as far as a bounded walk finds them."""
    walk = WALK if query else PER_KIND
    sql = WALKED.format(scope=scope.sql)
    params = scope.params | {"query": query, "walk": walk, "per_kind": PER_KIND}
    return [row[0] for kind in scope.kinds for row in _rows(sql, params | {"kind": kind})]


@contextmanager
def _by_index() -> Iterator[None]:
    """Let PostgreSQL read the GIN index whatever it expects: a guess of “common” would make it read the whole table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on")


def _rows(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
