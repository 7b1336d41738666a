"""The search for machines: what the page finds for the same viewer, and its answers to the same bad input."""

import pytest

from community.search.forms import LONGEST
from community.search.queries import PER_PAGE
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/search/"


def found(client, q="spiral", **asked):
    answer = client.get(SEARCH, {"q": q} | asked)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def test_what_was_found_is_marked_and_escaped(client, notes):
    entry = notes.write("Le <b>spiral</b>", "bat & bat")
    assert found(client)["results"] == [
        {
            "kind": "note",
            "title": "Le &lt;b&gt;<mark>spiral</mark>&lt;/b&gt;",
            "excerpt": "bat &amp; bat",
            "url": f"/notes/{entry.key}/",
            "language": "fr",
        }
    ]


def test_only_what_this_viewer_may_see(client, notes):
    notes.write("spiral pour tous")
    notes.write("spiral de membres", audience="members")
    notes.write("spiral d’équipe", audience="staff")
    notes.write("spiral caché", hidden=True)
    assert len(found(client)["results"]) == 1
    client.force_login(make_member())
    assert len(found(client)["results"]) == 2
    client.force_login(make_member(is_staff=True))
    assert len(found(client)["results"]) == 3


def test_where_to_look(client, notes):
    notes.write("spiral", place="atelier")
    notes.write("spiral", place="comptoir")
    assert len(found(client, **{"in": "atelier"})["results"]) == 1
    assert found(client, q="spiral in:atelier") == found(client, **{"in": "atelier"})
    assert len(found(client, kind="note")["results"]) == 2
    for senseless in ({"in": "nulle-part"}, {"kind": "rien"}, {"q": "spiral from:personne"}):
        body = found(client, **senseless)
        assert (len(body["refusals"]), body["results"]) == (1, [])


def test_pages_lead_on_and_end(client, notes):
    for _ in range(PER_PAGE + 1):
        notes.write("spiral")
    first = found(client)
    assert (len(first["results"]), first["next"]) == (PER_PAGE, 2)
    second = found(client, page="2")
    assert (len(second["results"]), second["next"]) == (1, None)


def test_a_slip_is_answered_by_a_proposal(client, notes):
    notes.write("Tourbillon")
    body = found(client, q="tourbilon")
    assert (body["is_near"], body["instead"]) == (True, "tourbillon")


def test_nothing_asked_finds_nothing(client, notes):
    notes.write("spiral")
    assert found(client, q="")["results"] == []


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "999999999999999999", "²", "1e3", "٣"])
def test_a_page_that_makes_no_sense_is_the_first(client, notes, number):
    notes.write("spiral")
    assert len(found(client, page=number)["results"]) == 1


@pytest.mark.parametrize("asked", [{"q": "s" * (LONGEST + 1)}, {"q": "a\0"}, {"q": "a", "in": "x" * LONGEST}])
def test_what_the_page_refuses_is_refused_with_a_sentence(client, notes, asked):
    answer = client.get(SEARCH, asked)
    assert answer.status_code == 400
    [sentence] = answer.json()["refusals"]
    assert sentence


@pytest.mark.parametrize(
    "asked",
    ['"' * LONGEST, "'" * LONGEST, "%" * LONGEST, "\u202e\u200b" * 50, "🕰" * 99, "& | ! ( ) : *", "s" * LONGEST],
)
def test_signs_alone_have_an_answer(client, notes, asked):
    found(client, q=asked)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_it_finds(client, notes, count, django_assert_num_queries):
    for _ in range(count):
        notes.write("spiral")
    with django_assert_num_queries(3):
        found(client)


def test_it_is_described_and_read_only(client):
    assert set(client.get("/api/v1/openapi.json").json()["paths"][SEARCH]) == {"get"}
    for verb in ("post", "put", "patch", "delete"):
        assert getattr(client, verb)(SEARCH).status_code in {403, 405}
