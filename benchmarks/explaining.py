"""What it costs to link the glossary's words in a text.

    python -m benchmarks.explaining [terms] [words]

Measured: the least, the 50th and the 95th percentile in milliseconds of explaining an article's HTML of so many words
(500 terms and 3,000 words unless said otherwise), the same with a tenth of the terms, fifty posts of a page, and how
long a process takes to make its matcher once the glossary has changed. No database. One JSON object a line.
"""

import json
import os
import sys
import time
import tomllib
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.utils.safestring import mark_safe  # noqa: E402 -- needs the apps

from benchmarks.load import percentile  # noqa: E402
from community.text.markdown import read  # noqa: E402
from editorial import explaining  # noqa: E402
from editorial.models import Term  # noqa: E402

DEMO = Path(__file__).parent.parent / "editorial" / "demo"
ROUNDS = 60


def glossary(count: int) -> list[Term]:
    """The demo's terms, and made-up ones with two or three words until there are enough."""
    rows = tomllib.loads((DEMO / "terms.toml").read_text())["term"]
    terms = [Term(**{name: value for name, value in row.items() if name != "related"}) for row in rows]
    return [*terms, *_made(count)][:count]


def _made(count: int) -> list[Term]:
    parts, wholes = cycle(["levier", "bascule", "ressort", "came", "doigt"]), cycle(["rappel", "tirette", "minuterie"])
    return [
        Term(slug=f"t-{n}", name_fr=f"{next(parts)} de {next(wholes)} {n}", short_fr="Une pièce de plus.")
        for n in range(count)
    ]


def article(words: int) -> Any:
    """Paragraphs of the demo's own definitions, which are as full of terms as a text can be."""
    rows = tomllib.loads((DEMO / "terms.toml").read_text())["term"]
    text = list(islice(cycle(" ".join(row["long_fr"] for row in rows).split()), words))
    paragraphs = [" ".join(text[start : start + 80]) for start in range(0, words, 80)]
    return mark_safe("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def timed(work: Callable[[], object]) -> dict[str, float]:
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1_000)
    return {
        "least_ms": round(min(spent), 2),
        "p50_ms": round(percentile(spent, 50), 2),
        "p95_ms": round(percentile(spent, 95), 2),
    }


def main(terms: int = 500, words: int = 3_000) -> None:
    many, few = glossary(terms), glossary(terms // 10)
    matcher, small = explaining.build(None, many), explaining.build(None, few)
    text = article(words)
    post = read("Mon **spiral** est aimanté, la réserve de marche fond, et l’horloger parle de révision. " * 3).html()
    for name, work in {
        f"{words} words, {terms} terms": lambda: explaining.explain(text, matcher),
        f"{words} words, {terms // 10} terms": lambda: explaining.explain(text, small),
        f"50 posts, {terms} terms": lambda: [explaining.explain(post, matcher) for _ in range(50)],
        f"a matcher of {terms} terms": lambda: explaining.build(None, many),
    }.items():
        print(json.dumps({"what": name} | timed(work)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
