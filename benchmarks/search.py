"""The search with a thousand things and with two hundred thousand, in one run: what it costs to find.

Rare and common words, several, a phrase, a slip, a filter: the median of `ROUNDS` in milliseconds at both sizes, and
how many times the smaller the larger costs. `python -m benchmarks.search 50000` takes another size.
"""

import json
import random
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.stage import number_argument, prepare

prepare()

from django.contrib.auth.models import AnonymousUser  # noqa: E402 -- after the settings
from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from community.search.actions import reindex  # noqa: E402
from community.search.kinds import Entry, Kind, register_authors, register_kind  # noqa: E402
from community.search.queries import search  # noqa: E402

SMALL = 1_000
ROUNDS = 15
AUTHORS = 500
KINDS = ("bench_thread", "bench_post")  # beside those of the house, which have nothing here
NOW = timezone.now()
LUCK = random.Random(10_10)  # the same words in each run
QUESTIONS = {
    "rare": "tourbillon",
    "common": "montre",
    "several": "montre cadran",
    "everywhere": "de la montre",
    "beginning": "mon",
    "phrase": '"montre ancienne"',
    "slip": "tourbilon",
    "nothing": "clepsydre hydraulique",
    "filtered": "montre from:auteur7 after:2000",
    "author": "from:auteur7",
}


def syllables() -> str:
    return "".join(LUCK.choice("bcdfglmnprstv") + LUCK.choice("aeiou") for _ in range(LUCK.randint(2, 5)))


WORDS = [syllables() for _ in range(30_000)]


def text(length: int) -> str:
    """Words as a language deals them out: a few everywhere, most of them rare."""
    return " ".join(WORDS[min(int(LUCK.paretovariate(0.8)), len(WORDS)) - 1] for _ in range(length))


def entries(count: int) -> Iterator[Entry]:
    """One thread to nine posts; “montre” in four of ten, “cadran” in one of fifty, “tourbillon” in a few titles."""
    for number in range(count):
        is_thread = number % 10 == 0
        extra = " une montre ancienne" if LUCK.random() < 0.4 else ""
        extra += " au cadran de la" if LUCK.random() < 0.02 else ""
        title = text(5) + (" tourbillon" if number % (count // 20) == 0 else "")
        yield Entry(
            kind=KINDS[0] if is_thread else KINDS[1],
            key=str(number),
            language=LUCK.choice(["fr", "fr", "de", "en"]),
            audience="all",
            title=title if is_thread else "",
            body=text(60) + extra,
            author_id=number % AUTHORS,
            place=f"table-{number % 12}",
            at=NOW - timedelta(minutes=count - number),
        )


def fill(count: int) -> float:
    """Empty the index, fill it anew; how many entries a second."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_indexentry")
    began = time.perf_counter()
    everything = list(entries(count))
    for name in KINDS:
        part = [entry for entry in everything if entry.kind == name]
        reindex(Kind(name, name, lambda keys, request: {}, lambda part=part: part))  # noqa: ARG005
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_indexentry")
    return count / took


def milliseconds(question: str) -> float:
    request = RequestFactory().get("/recherche/")
    request.user = AnonymousUser()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        search(request, question)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    for name in KINDS:
        register_kind(Kind(name, name, lambda keys, request: {key: {"url": key} for key in keys}, list))  # noqa: ARG005
    register_authors({f"auteur{number}": number for number in range(AUTHORS)}.get)
    large = number_argument(200_000)
    fill(SMALL)
    small_ms = {name: milliseconds(question) for name, question in QUESTIONS.items()}
    speed = fill(large)
    large_ms = {name: milliseconds(question) for name, question in QUESTIONS.items()}
    for name in QUESTIONS:
        figures = {"small_ms": small_ms[name], "large_ms": large_ms[name], "ratio": large_ms[name] / small_ms[name]}
        rounded = {key: round(value, 1) for key, value in figures.items()}
        print(json.dumps({"search": name, "small": SMALL, "large": large} | rounded))
    print(json.dumps({"search": "index", "entries_per_second": round(speed)}))


if __name__ == "__main__":
    main()
