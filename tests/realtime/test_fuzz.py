"""Whatever comes in gets its code and harms nobody else: no traceback, no other socket late."""

import json
import random

import pytest
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.server

KEYS = ["op", "id", "topic", "after", "t0", "text", "quantity", "colour", ""]
WORDS = [
    "subscribe",
    "unsubscribe",
    "clock",
    "echo",
    "refuse",
    "board:x",
    "wall:x",
    "mine",
    "e",
    "\x00",
    "\ud800",
    "é" * 40,
]


def value(chance):
    """Any JSON value, now and then a likely one."""
    return chance.choice(
        [
            lambda: chance.choice(WORDS),
            lambda: chance.choice([None, True, False, 0, -1, 1.5, 2**63, 10**30]),
            lambda: "".join(chr(chance.randrange(1, 0x3000)) for _ in range(chance.randrange(40))),
            lambda: [value(chance)],
            lambda: {"epoch": value(chance), "seq": value(chance)},
        ]
    )()


def frame(chance):
    """One frame: an object of likely keys, a damaged one, or plain noise."""
    text = json.dumps({chance.choice(KEYS): value(chance) for _ in range(chance.randrange(6))})
    match chance.randrange(6):
        case 0:
            return text[: chance.randrange(len(text))]
        case 1:
            return chance.randbytes(chance.randrange(100))
        case 2:
            return "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(chance.randrange(100)))
        case _:
            return text


def pour(server, count, seed):
    """Send `count` frames, by new sockets whenever one is closed; the answers' codes."""
    chance, left, codes = random.Random(seed), count, []
    while left:
        with server.connect() as client:
            try:
                while left:
                    left -= 1
                    client.connection.send(frame(chance))
                    if left % 5 == 0:
                        codes.append(client.read().get("code"))
            except ConnectionClosed as closed:
                codes.append(closed.rcvd and closed.rcvd.code)
    return codes


def hold(server, count, seed):
    with server.connect() as witness:
        codes = pour(server, count, seed)
        assert witness.ask("echo", text="untouched")["text"] == "untouched"
    assert set(codes) <= {
        None,
        4400,
        4429,
        1009,
        "bad_request",
        "slow_down",
        "unknown_topic",
        "login_required",
        "closed",
    }
    assert {4400, "bad_request"} & set(codes)
    assert "Traceback" not in server.log


def test_five_hundred_frames_of_any_kind(server):
    hold(server, 500, seed=1)


@pytest.mark.heavy
@pytest.mark.timeout(900)
def test_ten_thousand_frames_of_any_kind(server):
    hold(server, 10_000, seed=2)
