import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime import frames
from realtime.frames import BadRequest, Frame, NotAFrame
from tests.realtime import house  # noqa: F401 -- registers its ops

NOW = datetime(2026, 11, 22, 10, 10, tzinfo=UTC)
SUBSCRIBE = {"op": "subscribe", "id": "a1", "topic": "drop:K7Q2M"}


@pytest.mark.parametrize(
    "text", ["", "[]", "1", "null", '"op"', "{", "{'op':1}", "[" * 8000, '{"a":NaN}', '{"a":Infinity}', "9" * 5000]
)
def test_what_is_no_json_object_is_no_frame(text):
    with pytest.raises(NotAFrame):
        frames.decode(text)


@pytest.mark.parametrize(
    "frame",
    [
        SUBSCRIBE,
        SUBSCRIBE | {"after": {"epoch": "e", "seq": 0}},
        SUBSCRIBE | {"id": "é" * 32},
        {"op": "unsubscribe", "id": "1", "topic": "me"},
        {"op": "clock", "t0": 1795366449000},
        {"op": "echo", "id": "e", "text": "«»"},
        {"op": "refuse", "id": "e", "quantity": -1},
    ],
)
def test_a_frame_of_the_table_is_taken(frame):
    assert frames.check(frame) == frame["op"]


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"op": "dance", "id": "a"},
        {"op": ["subscribe"], "id": "a"},
        {"op": "subscribe", "id": "a"},
        SUBSCRIBE | {"colour": "red"},
        SUBSCRIBE | {"id": ""},
        SUBSCRIBE | {"id": "x" * 33},
        SUBSCRIBE | {"id": 7},
        SUBSCRIBE | {"id": None},
        SUBSCRIBE | {"id": "a\x00b"},
        SUBSCRIBE | {"id": "\ud800"},
        SUBSCRIBE | {"topic": None},
        SUBSCRIBE | {"after": None},
        SUBSCRIBE | {"after": {"epoch": "e"}},
        SUBSCRIBE | {"after": {"epoch": "e", "seq": -1}},
        SUBSCRIBE | {"after": {"epoch": "e", "seq": 2**60}},
        SUBSCRIBE | {"after": {"epoch": "e", "seq": True}},
        {"op": "clock"},
        {"op": "clock", "t0": 1.5},
        {"op": "clock", "t0": True},
        {"op": "clock", "t0": 1, "id": "a"},
        {"op": "refuse", "id": "e", "quantity": "1"},
    ],
)
def test_any_other_is_a_bad_request(frame):
    with pytest.raises(BadRequest) as caught:
        frames.check(frame)
    assert caught.value.ref == frames.echo(frame)


def test_the_id_of_a_bad_request_is_echoed_if_it_is_one():
    assert frames.echo({"id": "a1"}) == "a1"
    assert frames.echo({"id": 1}) is None
    assert frames.echo({}) is None


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
def test_no_text_makes_the_parser_fall(text):
    with contextlib.suppress(NotAFrame, BadRequest):
        frames.check(frames.decode(text))


@given(
    st.dictionaries(
        st.sampled_from(["op", "id", "topic", "after", "t0", "text"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["subscribe", "clock", "echo"]),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=5,
        ),
    )
)
def test_no_object_makes_the_table_fall(frame):
    with contextlib.suppress(BadRequest):
        frames.check(frames.decode(json.dumps(frame)))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 70000])
def test_a_wire_frame_reads_as_any_client_reads_it(size):
    from websockets.frames import Frame as Theirs
    from websockets.frames import Opcode
    from websockets.streams import StreamReader

    reader = StreamReader()
    reader.feed_data(Frame("é" * (size // 2) + "x" * (size % 2)).wire)
    parsed = Theirs.parse(reader.read_exact, mask=False)
    try:
        next(parsed)
    except StopIteration as done:
        frame = done.value
    assert (frame.opcode, frame.fin, len(frame.data)) == (Opcode.TEXT, True, size)
    assert reader.buffer == b""


def test_outgoing_frames_have_the_shapes_of_the_protocol():
    event = frames.event(topic="t", seq=3, now=NOW, kind="k", data='{"n":1}')
    assert json.loads(event.text) == {
        "op": "event", "topic": "t", "seq": 3, "now": 1795342200000, "kind": "k", "data": {"n": 1}
    }  # fmt: skip
    snapshot = frames.snapshot(ref="a", topic="t", epoch="e", seq=3, now=NOW, data="{}")
    assert json.loads(snapshot.text) == {
        "op": "snapshot", "id": "a", "topic": "t", "epoch": "e", "seq": 3, "now": 1795342200000, "data": {}
    }  # fmt: skip
    resumed = frames.resumed(ref="a", topic="t", epoch="e", seq=3, missed=[event])
    assert json.loads(resumed.text) == {
        "op": "resumed", "id": "a", "topic": "t", "epoch": "e", "seq": 3, "missed": [json.loads(event.text)]
    }  # fmt: skip
    assert json.loads(frames.resumed(ref="a", topic="t", epoch="e", seq=3, missed=[]).text)["missed"] == []
