"""The gallery of a Qdéfi when it is small and when it is large, in one run.

    python -m benchmarks.gallery [entries]

Measured: the 50th and 95th percentile of its first page, of a page in its middle and of one entry's page, for a
signed-in member by Django's own client, of a Qdéfi with fifty entries and of one with two thousand, by turns. One JSON
object a line.
"""

import time
from collections import defaultdict
from typing import Any

from benchmarks import stage
from benchmarks.load import percentile, report

ROUNDS = 100
SMALL = 50


def addresses(entries: int) -> dict[str, str]:
    """A Qdéfi with so many entries, and the pages that are measured."""
    from django.db import connection

    from tests.factories.qdefis import make_entries, make_qdefi

    qdefi = make_qdefi()
    made = sorted(make_entries(qdefi, entries), key=lambda entry: entry.code)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE qdefis_entry, qdefis_entrypicture, pictures_picture")
    first, middle = qdefi.get_absolute_url(), made[entries // 2 - 1]
    return {"first": first, "middle": f"{first}?suite={middle.code}", "entry": middle.get_absolute_url()}


def milliseconds(reader: Any, path: str) -> float:
    began = time.perf_counter()
    answer = reader.get(path)
    took = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200
    return took


def main() -> None:
    stage.prepare()
    from django.test import Client

    from tests.factories.members import make_member

    reader = Client()
    reader.force_login(make_member(level=1))
    large = stage.number_argument(2_000)
    pages = [(name, size, path) for size in (SMALL, large) for name, path in addresses(size).items()]
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for round_of in range(ROUNDS + 1):  # small and large by turns: the machine's moods fall on both
        for name, size, path in pages:
            took = milliseconds(reader, path)
            if round_of:  # the first one fills the caches
                found[name, size].append(took)
    for (name, size), times in found.items():
        p95 = percentile(times, 95)
        ratio = p95 / percentile(found[name, SMALL], 95)
        report(bench="gallery", page=name, entries=size, p50_ms=percentile(times, 50), p95_ms=p95, p95_ratio=ratio)


if __name__ == "__main__":
    main()
