import pytest

from realtime import topics
from realtime.ops import register_op
from realtime.topics import LogTopic, StateTopic, Viewer
from tests.realtime import house


@pytest.mark.parametrize(
    ("name", "key"), [("board:K7Q2M", "K7Q2M"), ("looked", ""), ("mine", ""), ("wall:a-b_c", "a-b_c")]
)
def test_a_topic_is_found_by_its_name(name, key):
    topic, found = topics.find(name)
    assert (topic.prefix, found) == (name.partition(":")[0], key)


@pytest.mark.parametrize(
    "name",
    ["", "board", "board:", "looked:x", "mine:7", "nothing:x", "board:a:b", "Board:x", "board:é", "board:" + "x" * 65],
)
def test_nothing_else_is(name):
    assert topics.find(name) is None


def test_a_prefix_belongs_to_one_topic():
    class Other(house.Hour):
        prefix = "board"

    with pytest.raises(ValueError, match="taken"):
        topics.register(Other())
    assert isinstance(topics.find("board:x")[0], house.Board)


@pytest.mark.parametrize("kind", [StateTopic, LogTopic])
def test_a_topic_answers_for_its_readers_or_is_none(kind):
    with pytest.raises(TypeError, match="abstract"):
        kind()


@pytest.mark.parametrize("name", ["echo", "subscribe", "clock"])
def test_an_op_belongs_to_one_part(name):
    with pytest.raises(ValueError, match="taken"):
        register_op(name, {}, house.echo)


def test_a_viewer_is_a_member_or_nobody():
    class Somebody:
        handle = "aline"

    assert (Viewer().handle, Viewer().is_anonymous) == (None, True)
    assert (Viewer(Somebody()).handle, Viewer(Somebody()).is_anonymous) == ("aline", False)


def test_a_permission_is_told_without_a_query():
    viewer = Viewer(object(), permissions=frozenset({"drops.arm_drop"}))
    assert viewer.may("drops.arm_drop")
    assert not viewer.may("drops.cancel_drop")
