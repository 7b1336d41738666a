"""The idea box when it is small and when it is large, in one run.

    python -m benchmarks.ideas [ideas]

Measured: the 50th and 95th percentile of the board by state, of the list in each of its orders, of an idea's page and
of what is much like a title that is being typed, for a signed-in member by Django's own client, with five hundred
ideas in the table, with fifty thousand, and with five hundred again. One JSON object a line.
"""

import time
from collections import defaultdict
from typing import Any

from benchmarks import stage
from benchmarks.load import percentile, report

ROUNDS = 40
SMALL = 500
MEMBERS = 200
PAGES = {
    "board": "/idees/feuille-de-route/",
    "rising": "/idees/",
    "supported": "/idees/?tri=soutenues",
    "newest": "/idees/?tri=recentes",
    "answered": "/idees/?tri=repondues",
    "mine": "/idees/?vue=soutenues&tri=soutenues",
}
ALIKE = "/idees/proches/?titre=une+plongeuse+soleill%C3%A9e+en+acier+vert"

# As many ideas as wanted in every state, each with words of its own; supports follow; written by the database itself.
FILL = """
INSERT INTO box_idea (title, slug, source, html, lead, pictures, language, universe_id, author_id, proposed_at, key,
                      visibility, state, answer, answered_at, supports, heat, edits)
SELECT w.title, 'idee-' || n, w.why, '<p>' || w.why || '</p>', w.why, '[]'::jsonb, 'fr', %(universe)s,
       %(first)s + n %% %(members)s, t.at, '', 'shown', s.state,
       CASE WHEN s.state = 'proposed' THEN '' ELSE 'Nous regardons.' END,
       CASE WHEN s.state = 'proposed' THEN NULL ELSE t.at + interval '3 days' END,
       0, extract(epoch FROM t.at) / 604800, 0
FROM generate_series(1, %(ideas)s) n
CROSS JOIN LATERAL (SELECT clock_timestamp() - n * interval '7 minutes' AS at) t
CROSS JOIN LATERAL (
    SELECT (ARRAY['proposed', 'proposed', 'proposed', 'proposed', 'studied', 'negotiating', 'planned', 'on_sale',
                  'declined', 'proposed'])[1 + n %% 10] AS state
) s
CROSS JOIN LATERAL (
    SELECT 'Une ' || (ARRAY['plongeuse', 'montre', 'pendulette', 'boîte', 'trousse'])[1 + n %% 5] || ' '
           || (ARRAY['soleillée', 'guillochée', 'brossée', 'émaillée'])[1 + n %% 4] || ' en '
           || (ARRAY['acier', 'laiton', 'titane'])[1 + n %% 3] || ', variante ' || n AS title,
           'Parce que la ' || n || 'e manque encore à tout le monde, et d’abord à moi.' AS why
) w
"""
SUPPORT = """
INSERT INTO box_support (idea_id, member_id, at)
SELECT i.id, %(first)s + k, i.proposed_at + k * interval '1 hour'
FROM box_idea i CROSS JOIN LATERAL generate_series(0, (i.id * 7919) %% 12) k
"""
COUNT = """
UPDATE box_idea i SET supports = s.n, heat = i.heat + s.n / 100.0
FROM (SELECT idea_id, count(*) AS n FROM box_support GROUP BY idea_id) s WHERE s.idea_id = i.id
"""


def fill(ideas: int) -> str:
    """An empty box with so many ideas; the address of one of them."""
    from django.db import connection

    from community.members.models import Member
    from community.search.actions import reindex
    from ideas.box.models import Idea
    from ideas.box.search import KIND
    from tests.factories.drops import make_universe

    first = Member.objects.order_by("pk").values_list("pk", flat=True)[0]
    known = {"universe": make_universe().pk, "first": first, "members": MEMBERS, "ideas": ideas}
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE box_idea, box_support, box_step, box_revision, box_note CASCADE")
        cursor.execute(FILL, known)
        cursor.execute(SUPPORT, known)
        cursor.execute(COUNT)
        connection.commit()
    reindex(KIND)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE box_idea, box_support, search_indexentry")
    return Idea.objects.order_by("-supports", "pk")[0].get_absolute_url()


def milliseconds(reader: Any, path: str, **headers: str) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = reader.get(path, **headers)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200
    return times


def main() -> None:
    stage.prepare()
    from django.test import Client

    from community.members.models import Member
    from tests.factories.crowds import make_crowd

    large = stage.number_argument(50_000)
    make_crowd(MEMBERS)
    reader = Client()
    reader.force_login(Member.objects.order_by("pk")[0])
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for size in (SMALL, large, SMALL):  # the small one before and after: the machine's moods fall on both
        one = fill(size)
        for name, path in (PAGES | {"idea": one}).items():
            reader.get(path)
            found[name, size] += milliseconds(reader, path)
        found["alike", size] += milliseconds(reader, ALIKE, HTTP_HX_REQUEST="true")
    for (name, size), times in found.items():
        p95 = percentile(times, 95)
        ratio = p95 / percentile(found[name, SMALL], 95)
        report(bench="ideas", page=name, ideas=size, p50_ms=percentile(times, 50), p95_ms=p95, p95_ratio=ratio)


if __name__ == "__main__":
    main()
