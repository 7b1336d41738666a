"""A member's latest notices on their own page."""

import pytest

from community.moderation.telling import FLAG_UPHELD
from community.notices.actions import Telling, mark_read, tell_all
from community.notices.belongings import count_notices, notices
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_each_says_its_sentence_and_whether_it_was_read():
    member = make_member()
    tell_all(Telling(FLAG_UPHELD, [member.pk], key="item:1"))
    [line] = notices(member, None, 3)
    assert line.title.startswith("Ton signalement")
    assert (line.url, line.note) == (f"/moi/avis/{line.pk}/", "non lu")
    mark_read(member, [line.pk])
    assert notices(member, None, 3)[0].note == ""


def test_the_latest_few_are_listed_and_all_are_counted():
    member = make_member()
    for number in range(4):
        tell_all(Telling(FLAG_UPHELD, [member.pk], key=f"item:{number}"))
    assert count_notices(member) == 4
    assert len(notices(member, None, 3)) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_they_take_one_query(number, django_assert_num_queries):
    member = make_member()
    for each in range(number):
        tell_all(Telling(FLAG_UPHELD, [member.pk], key=f"item:{each}"))
    with django_assert_num_queries(1):
        assert len(notices(member, None, 3)) == number
