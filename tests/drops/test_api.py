import json

import pytest

from drops.live import DropTopic
from drops.visibility import payload_of
from tests.factories.drops import make_draft, make_drop
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_a_drop_says_what_its_topic_says(client):
    drop = make_drop()
    client.force_login(make_member())
    answer = client.get(f"/api/v1/drops/{drop.code}/")
    assert answer.json().keys() == {"data", "seq", "now"}
    assert answer.json()["data"] == DropTopic().read(drop.code).data["member"]
    assert answer["Cache-Control"] == "no-store"


def test_everybody_sees_no_figures_while_it_is_open(client):
    answer = client.get(f"/api/v1/drops/{make_drop().code}/").json()
    assert not answer["data"].keys() & {"total", "available", "held", "sold", "claims", "entries", "head"}


@pytest.mark.parametrize("conditions", [{}, {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_MODIFIED_SINCE": "0"}])
def test_a_sealed_drop_is_no_drop(client, conditions):
    sealed = client.get(f"/api/v1/drops/{make_draft().code}/", **conditions)
    nothing = client.get("/api/v1/drops/QQQQQQ/", **conditions)
    assert sealed.status_code == nothing.status_code == 404
    assert sealed.content == nothing.content


def test_the_schedule_is_the_topic_of_that_name(client):
    drop = make_drop()
    make_draft()
    answer = client.get("/api/v1/drops/").json()
    assert [entry["code"] for entry in answer["data"]["drops"]] == [drop.code]


def test_the_schedule_takes_one_query(client, django_assert_num_queries):
    for number in (1, 3):
        while number > len(client.get("/api/v1/drops/").json()["data"]["drops"]):
            make_drop()
        with django_assert_num_queries(1):
            client.get("/api/v1/drops/")


def test_only_json_is_spoken(client):
    answer = client.get("/api/v1/drops/", HTTP_ACCEPT="text/html")
    assert answer.headers["Content-Type"] == "application/json" or answer.status_code == 406


def test_nothing_can_be_written(client):
    client.force_login(make_member())
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/api/v1/drops/{make_drop().code}/").status_code in {403, 405}


def test_the_description_has_our_addresses_and_their_fields(client):
    description = json.loads(client.get("/api/v1/openapi.json").content)
    ours = {path for path in description["paths"] if path.startswith("/api/v1/drops/")}
    assert ours == {"/api/v1/drops/", "/api/v1/drops/{code}/"}
    drop = make_drop()
    drop.held = 0
    described = description["components"]["schemas"]["Drop"]["properties"].keys()
    assert payload_of(drop, "member", drop.opens_at).keys() == described
