import json
from datetime import timedelta

import pytest
from django.db import transaction

from realtime import clock, history
from realtime.announce import Step, announce
from realtime.models import Event
from realtime.topics import Viewer
from tests.realtime.house import Wall

pytestmark = pytest.mark.django_db(transaction=True)
WALL = Wall()


def write(count, topic="wall:1"):
    with transaction.atomic():
        announce(*(Step(topic, "added", {"n": n}) for n in range(count)))


def open_wall(after=None, key="1"):
    return history.open_log(WALL, Viewer(), key, f"wall:{key}", after)


def age(minutes, **which):
    Event.objects.filter(**which).update(at=clock.now() - timedelta(minutes=minutes))


def test_a_newcomer_gets_a_snapshot_with_its_counter():
    assert (open_wall().seq, open_wall().data) == (0, {"n": 0})
    write(3)
    opening = open_wall()
    assert (opening.seq, opening.data, opening.missed) == (3, {"n": 3}, None)


def test_who_missed_nothing_gets_an_empty_list():
    write(3)
    assert open_wall(after=3).missed == []


def test_who_missed_something_gets_every_step_of_it():
    write(5)
    opening = open_wall(after=2)
    assert [(step.seq, json.loads(step.data)) for step in opening.missed] == [
        (3, {"n": 2}),
        (4, {"n": 3}),
        (5, {"n": 4}),
    ]
    assert opening.seq == 5


def test_old_state_and_missed_steps_make_the_fresh_state():
    write(4)
    old = open_wall()
    write(7)
    resumed, fresh = open_wall(after=old.seq), open_wall()
    assert old.data["n"] + len(resumed.missed) == fresh.data["n"]
    assert resumed.seq == fresh.seq


@pytest.mark.parametrize(("count", "resumes"), [(500, True), (501, False)])
def test_five_hundred_steps_can_be_resumed_and_not_one_more(count, resumes):
    write(count + 1)
    assert (open_wall(after=1).missed is not None) == resumes


def test_a_place_beyond_the_topic_s_gets_a_snapshot():
    write(3)
    assert open_wall(after=4).missed is None
    assert open_wall(after=4).data == {"n": 3}


def test_steps_older_than_ten_minutes_cannot_be_resumed():
    write(5)
    age(11, topic="wall:1", seq__lte=3)
    assert open_wall(after=2).missed is None
    assert len(open_wall(after=3).missed) == 2


def test_a_topic_one_may_not_listen_to_names_the_error():
    assert open_wall(key="closed") == "forbidden"


def test_many_topics_are_caught_up_by_one_query(django_assert_num_queries):
    write(3, "wall:1")
    write(2, "wall:2")
    with django_assert_num_queries(1):
        steps = history.steps_after({"wall:1": 1, "wall:2": 2, "wall:3": 0})
    assert [(step.name, step.seq) for step in steps] == [("wall:1", 2), ("wall:1", 3)]


def test_a_step_goes_out_under_the_name_the_client_knows():
    write(1)
    frame = json.loads(history.steps_after({"wall:1": 0})[0].frame("wall").text)
    assert (frame["op"], frame["topic"], frame["seq"], frame["kind"], frame["data"]) == (
        "event", "wall", 1, "added", {"n": 0}
    )  # fmt: skip


def test_what_nobody_can_resume_from_is_forgotten_and_the_counter_stays():
    write(5)
    age(13, topic="wall:1", seq__lte=3)
    assert history.forget() == 3
    assert history.forget() == 0
    assert history.counters(["wall:1"]) == {"wall:1": 5}
    assert len(open_wall(after=3).missed) == 2
    assert open_wall(after=2).missed is None


def test_one_sweeper_at_a_time():
    from realtime.connect import connect

    write(1)
    age(13, topic="wall:1")
    with connect() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [history.SWEEPER])
        assert history.forget() == 0
        other.execute("SELECT pg_advisory_unlock(%s)", [history.SWEEPER])
        assert history.forget() == 1


def test_the_epoch_is_one_text_until_it_is_changed():
    epoch = history.read_epoch()
    assert epoch
    assert history.read_epoch() == epoch
    changed = history.change_epoch()
    assert changed != epoch
    assert history.read_epoch() == changed
