"""How the lists are found when the box is large: along an index, from where the page before ended."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.ideas import COUNT, FILL, SUPPORT
from community.members.models import Member
from ideas.box.models import Idea
from ideas.box.queries.lists import Asked, idea_list
from tests.factories.crowds import make_crowd
from tests.factories.drops import make_universe
from tests.factories.ideas import make_support

pytestmark = pytest.mark.django_db
IDEAS = 4_000  # enough that reading all of them costs more than an index, to the planner too
MEMBERS = 40


@pytest.fixture
def members():
    """A large box, as the benchmark fills it; the first of them stands behind every idea, the last behind one."""
    make_crowd(MEMBERS)
    members = list(Member.objects.order_by("pk"))
    known = {"universe": make_universe().pk, "first": members[0].pk, "members": MEMBERS - 1, "ideas": IDEAS}
    with connection.cursor() as cursor:
        for statement in (FILL, SUPPORT, COUNT):
            cursor.execute(statement, known)
    return members


def plan_of(asked, viewer):
    with CaptureQueriesContext(connection) as queries:
        lines = idea_list(asked, viewer).lines
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {queries[0]['sql']}".replace("%", "%%"))
        return len(lines), "\n".join(row[0] for row in cursor.fetchall())


def test_every_list_is_read_along_its_index(members):
    devoted, choosy = members[0], members[-1]
    make_support(Idea.objects.earliest("pk"), choosy)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE box_idea, box_support")
    for asked, viewer, index in (
        (Asked(), choosy, "idea_rising"),
        (Asked(order="soutenues"), choosy, "idea_supported"),
        (Asked(order="soutenues", after="5~900"), choosy, "idea_supported"),
        (Asked(order="recentes"), choosy, "box_idea_pkey"),
        (Asked(order="repondues"), choosy, "idea_answered"),
        (Asked(order="soutenues", state="planned"), choosy, "idea_of_state"),
        (Asked(order="soutenues", view="soutenues"), devoted, "idea_supported"),
    ):
        found, plan = plan_of(asked, viewer)
        assert found == 20, asked
        assert index in plan, plan
        assert "Seq Scan on box_idea" not in plan, plan
        assert "Sort" not in plan.replace("Sort Key", ""), plan
    found, plan = plan_of(Asked(order="soutenues", view="soutenues"), choosy)
    assert found == 1
    assert "Seq Scan on box_" not in plan, plan
