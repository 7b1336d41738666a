"""The café when it is small and when it is large, in one run; and how soon a post reaches who listens.

    python -m benchmarks.cafe [posts]

Measured: the 50th and 95th percentile of a thread's page (fifty posts, a signed-in member, Django's own client), of a
page in the middle of a thread of a hundred thousand posts, and of the café's list, with a thousand posts in the table
and with a million; the readings of the two sizes of a page are taken in turn. Then, for each server: how long after a
member sent a post over HTTP its step is with each of a thousand sockets. One JSON object a line.
"""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from benchmarks import stage
from benchmarks.load import ORIGIN, Client, Meter, connect_all, percentile, pin, report, until

ROUNDS = 60
LISTENERS = 1000
POSTS = 20  # that are told to them
WARM_UP = 2  # posts before those, to a server that has just started: not counted
THREAD = 50  # posts, of the threads that everybody reads
LONG = 100_000  # posts, of the longest thread, in the large café

# As many posts as wanted, in threads of fifty, and one long thread; written by the database itself.
FILL = """
INSERT INTO discussions_thread (category_id, subject, title, slug, language, author_id, started_at, last_at,
                                last_author_id, last_number, shown)
SELECT %(category)s, '', 'Sujet ' || n, 'sujet-' || n, 'fr', m.id, t.at, t.at, m.id, %(size)s, %(size)s
FROM generate_series(1, %(threads)s) n
CROSS JOIN LATERAL (SELECT clock_timestamp() - n * interval '1 minute' AS at) t
JOIN members_member m ON m.id = %(first)s + n %% %(writers)s
RETURNING id
"""
TALK = """
INSERT INTO discussions_post (thread_id, number, author_id, source, html, at, state, edits, reactions, pictures, key)
SELECT t.id, n, %(first)s + (t.id * 7 + n) %% %(writers)s, w.words, '<p>' || w.words || '</p>',
       t.started_at + n * interval '1 second', 'shown', 0,
       CASE WHEN n %% 5 = 0 THEN '{"merci": 2}'::jsonb ELSE '{}'::jsonb END, '[]'::jsonb, ''
FROM discussions_thread t
CROSS JOIN LATERAL generate_series(1, t.last_number) n
CROSS JOIN LATERAL (SELECT repeat('Un cadran soleillé comme on n’en fait plus assez. ', 4) || n AS words) w
WHERE t.id = ANY(%(threads)s)
"""
WRITERS = 200


def fill(posts: int, *, with_long: bool) -> int:
    """An empty café with so many posts; the id of a thread to read."""
    from django.db import connection

    from community.discussions.models import Category
    from community.members.models import Member
    from tests.factories.discussions import make_table

    table = Category.objects.first() or make_table()
    writers = list(Member.objects.order_by("pk").values_list("pk", flat=True)[:WRITERS])
    known = {"category": table.pk, "first": writers[0], "writers": WRITERS}
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE discussions_thread, discussions_post CASCADE")
        long = LONG if with_long else 0
        threads = []
        for size, count in ((THREAD, (posts - long) // THREAD), *([(long, 1)] if long else [])):
            cursor.execute(FILL, known | {"size": size, "threads": count})
            threads += [row[0] for row in cursor.fetchall()]
        cursor.execute(TALK, known | {"threads": threads})
        connection.commit()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE discussions_thread, discussions_post")
    return len(threads)


def pages(*, with_long: bool) -> dict[str, str]:
    """What is read: a thread of fifty posts, the middle of the longest, the café."""
    from community.discussions.models import Thread

    short, longest = Thread.objects.order_by("last_number").first(), Thread.objects.order_by("last_number").last()
    assert short is not None
    assert longest is not None
    found = {"thread": short.get_absolute_url(), "cafe": "/cafe/"}
    return found | ({"long": f"{longest.get_absolute_url()}?n={LONG // 2}"} if with_long else {})


def milliseconds(read: Callable[[str], Any], path: str) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = read(path)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200
    return times


def measure_pages(posts: int) -> None:
    from django.test import Client as Reader

    from community.members.models import Member

    reader = Reader()
    reader.force_login(Member.objects.order_by("-pk").first())
    found = {}
    for size in (1_000, posts, 1_000, posts):  # in turn: the machine's moods fall on both
        with_long = size > LONG
        fill(size, with_long=with_long)
        for name, path in pages(with_long=with_long).items():
            reader.get(path)
            found.setdefault((name, size), []).extend(milliseconds(reader.get, path))
    small = {name: times for (name, size), times in found.items() if size == 1_000}
    for (name, size), times in found.items():
        base = percentile(small.get(name, small["thread"]), 95)
        row = {
            "p50_ms": percentile(times, 50),
            "p95_ms": percentile(times, 95),
            "p95_ratio": percentile(times, 95) / base,
        }
        report(bench="cafe", page=name, posts=size, **row)


async def listen(port: int, sessions: Sequence[str], thread: Any, write: Callable[[int], float]) -> list[float]:
    """How long after each post was sent its step was with each socket, in seconds."""
    listening, delays, sent = set(), [], {}

    def hear(client: Client, text: bytes, _now: float) -> None:
        now = time.time()
        if b'"op":"snapshot"' in text:
            listening.add(client.number)
        elif b'"kind":"post.added"' in text:
            delays.append(now)

    clients = await connect_all(port, sessions, hear)
    for client in clients:
        client.send(op="subscribe", id="s", topic=thread.topic)
    await until(lambda: len(listening) == len(clients), 60)
    taken: list[float] = []
    for number in range(WARM_UP + POSTS):
        delays.clear()
        sent[number] = await asyncio.to_thread(write, number)
        await until(lambda: len(delays) == len(clients), 20)
        if number >= WARM_UP:
            taken += [at - sent[number] for at in delays]
    for client in clients:
        client.transport.close()
    return taken


def post(url: str, session: str, **fields: str) -> None:
    """Send a plain form, as a page of ours does without script."""
    token = "a" * 32
    form = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
    dressed = {"Cookie": f"sessionid={session}; csrftoken={token}", "Origin": ORIGIN, "HX-Request": "true"}
    with urlopen(Request(url, form, dressed), timeout=20) as answer:
        assert answer.status == 201


def measure_reach(server: str, sessions: Sequence[str]) -> None:
    from tests.factories.discussions import make_thread
    from tests.factories.members import make_member
    from tests.servers import sign_in, start_server

    thread, writers = make_thread(), [sign_in(make_member(level=1)) for _ in range(WARM_UP + POSTS)]

    with start_server(server) as running:
        pin(running.process.pid, stage.SERVER_CORE)
        meter = Meter.of(running.process.pid)

        def write(number: int) -> float:
            began = time.time()
            post(f"{running.url}{thread.get_absolute_url()}", writers[number], text=f"Et de {number}.")
            return began

        delays = asyncio.run(listen(running.port, sessions, thread, write))
        cpu = meter.cpu_seconds()
    figures = {"p50_ms": percentile(delays, 50) * 1000, "p99_ms": percentile(delays, 99) * 1000}
    report(bench="post", server=server, sockets=len(sessions), posts=POSTS, **figures, server_cpu_s=cpu)


def main() -> None:
    stage.prepare()
    from tests.factories.crowds import make_crowd

    pin(os.getpid(), stage.LOAD_CORE)
    sessions = make_crowd(LISTENERS)
    for server in ("daphne", "uvicorn"):
        measure_reach(server, sessions)
    measure_pages(stage.number_argument(1_000_000))


if __name__ == "__main__":
    main()
