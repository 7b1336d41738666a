"""PROTOCOL.md held against real servers: what a client sends, and what comes back."""

import json
import time

import pytest
from websockets.exceptions import InvalidStatus

from realtime import clock, history
from tests.factories.members import make_member
from tests.realtime.conftest import tell
from tests.servers import dressed, sign_in

pytestmark = pytest.mark.server

ENVIRONMENT = {
    "LOOK": "0.1"
}  # this process cannot hint the server's, and most of what follows need not wait two seconds


@pytest.fixture
def member(database):
    member = make_member()
    yield member
    member.delete()


def refused(server, **options):
    """The HTTP status with which a handshake is refused."""
    with pytest.raises(InvalidStatus) as caught, server.connect(**options):
        pass
    return caught.value.response.status_code


# -- the handshake


def test_hello_is_the_first_frame(server):
    with server.connect() as client:
        assert client.hello["op"] == "hello"
        assert client.hello["member"] is None
        assert client.hello["epoch"] == history.read_epoch()
        assert client.hello["limits"] == {"topics": 20, "frame": 8192, "rate": 10}
        assert abs(client.hello["now"] - clock.to_ms(clock.now())) < 2000


def test_a_session_is_known_over_the_socket(server, member):
    with server.connect(sign_in(member)) as client:
        assert client.hello["member"] == member.handle


def test_without_an_origin_cookies_stay_unread(server, member):
    with server.connect(**dressed(sign_in(member), origin=None)) as client:
        assert client.hello["member"] is None


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver:81", "https://testserver"])
def test_a_foreign_origin_is_refused(server, origin):
    assert refused(server, origin=origin) == 403


@pytest.mark.parametrize("subprotocols", [None, ["qommunity.v2"]])
def test_the_subprotocol_must_be_offered(server, subprotocols):
    assert refused(server, subprotocols=subprotocols) == 403


def test_the_socket_stands_at_one_path(server):
    from websockets.sync.client import connect

    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(f"ws://127.0.0.1:{server.port}/elsewhere/", **dressed()),
    ):
        pass


# -- state topics


def test_a_state_topic_answers_with_its_snapshot_and_then_tells(server, key):
    tell((f"board:{key}", "stock"))
    with server.connect() as client:
        snapshot = client.subscribe(f"board:{key}")
        assert (snapshot["op"], snapshot["seq"], snapshot["data"]) == ("snapshot", 1, {"n": 1})
        assert snapshot["epoch"] == client.hello["epoch"]
        tell((f"board:{key}", "stock"))
        event = client.read()
        assert (event["op"], event["seq"], event["kind"], event["data"]) == ("event", 2, "stock", {"n": 2})
        assert event["now"] >= snapshot["now"]


def test_each_audience_sees_its_own(server, key, member):
    with server.connect() as anonymous, server.connect(sign_in(member)) as signed_in:
        assert anonymous.subscribe(f"board:{key}")["data"] == {"n": 0}
        assert signed_in.subscribe(f"board:{key}")["data"] == {"n": 0, "secret": 1}
        tell((f"board:{key}", "stock"))
        assert anonymous.read()["data"] == {"n": 1}
        assert signed_in.read()["data"] == {"n": 1, "secret": 1}


def test_the_last_state_always_comes_and_at_most_ten_a_second(server, key):
    with server.connect() as client:
        client.subscribe(f"board:{key}")
        started = time.monotonic()
        for _ in range(100):
            tell((f"board:{key}", "stock"))
        seen = 0
        while client.read()["seq"] < 100:
            seen += 1
        assert seen <= 10 * (time.monotonic() - started) + 2


def test_a_topic_that_vanishes_is_lost_with_an_error(server, key):
    with server.connect() as client:
        client.subscribe(f"board:{key}")
        tell((f"board:{key}", "gone"))
        lost = client.read()
        assert (lost["op"], lost["id"], lost["code"]) == ("error", None, "unknown_topic")
        assert lost["topic"] == f"board:{key}"
        assert client.subscribe(f"board:{key}")["code"] == "unknown_topic"


def test_a_topic_that_is_no_longer_for_everybody_is_lost_by_the_others(server, key, member):
    with server.connect() as anonymous, server.connect(sign_in(member)) as signed_in:
        anonymous.subscribe(f"board:{key}")
        signed_in.subscribe(f"board:{key}")
        tell((f"board:{key}", "members"))
        assert anonymous.read()["code"] == "unknown_topic"
        assert signed_in.read()["kind"] == "members"


def test_the_clock_alone_opens_it_on_time(server):
    opens_at = clock.to_ms(clock.now()) + 1500
    with server.connect() as client:
        assert client.subscribe(f"hour:{opens_at}")["data"] == {"open": False}
        event = client.read()
        late = clock.to_ms(clock.now()) - opens_at
        assert (event["data"], event["seq"], event["kind"]) == ({"open": True}, 0, "phase")
        assert 0 <= event["now"] - opens_at < 150
        assert late < 500


def test_the_hub_looks_after_what_only_time_changes(server):
    with server.connect() as client:
        first = client.subscribe("looked")["data"]["looks"]
        assert client.read()["data"]["looks"] > first


def test_subscribing_again_gives_a_fresh_snapshot(server, key):
    with server.connect() as client:
        assert client.subscribe(f"board:{key}")["seq"] == 0
        tell((f"board:{key}", "stock"))
        assert client.subscribe(f"board:{key}")["seq"] == 1


def test_after_unsubscribing_nothing_comes(server, key):
    with server.connect() as client:
        client.subscribe(f"board:{key}")
        assert client.ask("unsubscribe", topic=f"board:{key}") == {"op": "done", "id": "t2"}
        assert client.ask("unsubscribe", topic="never:seen") == {"op": "done", "id": "t3"}
        client.subscribe(f"wall:{key}")
        tell((f"board:{key}", "stock"), (f"wall:{key}", "added", {}))
        assert client.read()["topic"] == f"wall:{key}"


def test_a_hint_within_the_process_is_heard_at_once(server, key):
    with server.connect() as client:
        client.subscribe(f"board:{key}")
        client.ask("move", topic=f"board:{key}", times=1, ms=0, bytes=0)
        started = time.monotonic()
        assert client.read_until(op="event")["seq"] == 1
        assert time.monotonic() - started < 0.5


# -- log topics


def test_a_log_topic_tells_every_step_in_order(server, key):
    with server.connect() as client:
        assert client.subscribe(f"wall:{key}")["seq"] == 0
        for n in range(30):
            tell((f"wall:{key}", "added", {"n": n}))
        events = [client.read() for _ in range(30)]
        assert [(event["seq"], event["data"]["n"]) for event in events] == [(n + 1, n) for n in range(30)]


def test_who_resumes_gets_what_was_missed(server, key):
    with server.connect() as client:
        client.subscribe(f"wall:{key}")
        tell(*((f"wall:{key}", "added", {"n": n}) for n in range(3)))
        seen = [client.read() for _ in range(3)]
    tell((f"wall:{key}", "moved", {"n": 3}), (f"wall:{key}", "moved", {"n": 4}))
    with server.connect() as client:
        after = {"epoch": client.hello["epoch"], "seq": seen[-1]["seq"]}
        resumed = client.subscribe(f"wall:{key}", after=after)
        assert (resumed["op"], resumed["seq"]) == ("resumed", 5)
        assert [(step["op"], step["seq"], step["data"]["n"]) for step in resumed["missed"]] == [
            ("event", 4, 3), ("event", 5, 4)
        ]  # fmt: skip
        tell((f"wall:{key}", "added", {"n": 5}))
        assert client.read()["seq"] == 6
        assert client.subscribe(f"wall:{key}", after=after | {"seq": 6})["missed"] == []


@pytest.mark.parametrize("after", [{"epoch": "another", "seq": 1}, {"seq": 9}])
def test_who_cannot_resume_gets_a_snapshot(server, key, after):
    tell((f"wall:{key}", "added", {}), (f"wall:{key}", "added", {}))
    with server.connect() as client:
        answer = client.subscribe(f"wall:{key}", after={"epoch": client.hello["epoch"]} | after)
        assert (answer["op"], answer["seq"], answer["data"]) == ("snapshot", 2, {"n": 2})


def test_one_s_own_log_has_one_name_for_everybody(server, member):
    other = make_member()
    with server.connect(sign_in(member)) as client, server.connect(sign_in(other)) as others:
        assert client.subscribe("mine")["topic"] == "mine"
        assert others.subscribe("mine")["seq"] == 0
        tell((f"mine:{member.pk}", "added", {"n": 1}))
        tell((f"mine:{other.pk}", "added", {"n": 2}))
        assert (client.read()["data"], others.read()["data"]) == ({"n": 1}, {"n": 2})
    other.delete()


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("mine", "login_required"),
        ("wall:closed", "forbidden"),
        ("nothing", "unknown_topic"),
        ("board:", "unknown_topic"),
        ("board:é", "unknown_topic"),
    ],
)
def test_what_one_may_not_hear_is_an_error(server, topic, code):
    with server.connect() as client:
        answer = client.subscribe(topic)
        assert (answer["op"], answer["code"]) == ("error", code)
        assert answer["message"]


# -- ops


def test_the_clock_is_answered_at_once(server):
    with server.connect() as client:
        client.send(op="sleep", id="s", ms=2000)
        started = time.monotonic()
        client.send(op="clock", t0=7)
        answer = client.read()
        assert time.monotonic() - started < 1
        assert (answer["op"], answer["t0"]) == ("clock", 7)
        assert answer["t1"] <= answer["t2"] <= clock.to_ms(clock.now()) + 500


def test_an_op_of_a_part_is_answered(server, member):
    with server.connect(sign_in(member)) as client:
        assert client.ask("echo", text="é") == {"op": "echoed", "id": "t1", "text": "é", "member": member.handle}


def test_a_refusal_says_its_own_words(server):
    with server.connect() as client:
        assert client.ask("refuse", quantity=1) == {
            "op": "error", "id": "t1", "code": "closed", "message": "C’est fini.", "claim": {"place": 1}
        }  # fmt: skip


def test_an_op_that_breaks_down_is_internal_and_the_socket_lives(server):
    with server.connect() as client:
        assert client.ask("break_down")["code"] == "internal"
        assert client.ask("echo", text="still here")["text"] == "still here"


def test_answers_come_in_the_order_of_the_questions(server, key):
    with server.connect() as client:
        for n in range(10):
            client.send(op="sleep", id=f"s{n}", ms=10 - n)
        assert [client.read()["id"] for _ in range(10)] == [f"s{n}" for n in range(10)]


def test_messages_are_in_each_one_s_language(server, database):
    members = [make_member(language=language) for language in ("fr", "de", "en")]
    said = []
    for member in members:
        with server.connect(sign_in(member)) as client:
            said.append(client.subscribe("nothing")["message"])
        member.delete()
    assert said[0] == "Il n’y a rien ici, ou rien pour toi."
    assert len(set(said)) == 3
    with server.connect(additional_headers={"Accept-Language": "de-CH,de;q=0.9"}) as stranger:
        assert stranger.subscribe("nothing")["message"] == said[1]


# -- bad input


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '"x"', "[" * 5000, b"\x00\x01", "x" * 8193, '{"op":"echo"}' + " " * 8192]
)
def test_what_is_no_frame_closes_with_4400(server, text):
    with server.connect() as client:
        client.connection.send(text)
        assert client.close_code() == 4400


def test_a_frame_of_exactly_eight_kibibytes_is_taken(server):
    with server.connect() as client:
        client.connection.send(json.dumps({"op": "clock", "t0": 1}).ljust(8192))
        assert client.read()["op"] == "clock"


def test_the_server_itself_takes_no_more_than_64_kibibytes(server):
    with server.connect() as client:
        client.connection.send("x" * 65537)
        assert client.close_code() == 1009


def test_the_tenth_bad_request_closes_with_4400(server):
    with server.connect() as client:
        for n in range(9):
            assert client.ask("dance")["code"] == "bad_request"
            assert n < 9
        client.send(op="dance", id="x")
        assert client.read()["code"] == "bad_request"
        assert client.close_code() == 4400


def test_the_tenth_unknown_topic_closes_with_4400(server):
    with server.connect() as client:
        for number in range(9):
            assert client.subscribe(f"nothing:{number}")["code"] == "unknown_topic"
        client.send(op="subscribe", id="x", topic="nothing:9")
        assert client.read()["code"] == "unknown_topic"
        assert client.close_code() == 4400


def test_the_third_frame_beyond_the_rate_closes_with_4429(server):
    with server.connect() as client:
        for _ in range(30):
            client.send(op="clock", t0=1)
        answers = []
        while len(answers) < 23:
            answers.append(client.read())
        assert [answer["op"] for answer in answers[:20]] == ["clock"] * 20
        assert [answer.get("code") for answer in answers].count("slow_down") >= 3
        assert client.close_code() == 4429


def test_twenty_topics_and_not_one_more(server, key):
    with server.connect() as client:
        for n in range(20):
            assert client.subscribe(f"board:{key}{n}")["op"] == "snapshot"
            if n == 10:
                time.sleep(1)  # the rate of frames is not what is tested here
        assert client.subscribe(f"board:{key}x")["code"] == "too_many_topics"
        assert client.subscribe(f"board:{key}0")["op"] == "snapshot"
