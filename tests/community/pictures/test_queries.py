"""What may be shown: used pictures to everybody, one's own in a preview, hidden ones to nobody."""

import pytest

from community.pictures.queries import Shown, address, shown
from tests.factories.members import make_member
from tests.factories.pictures import make_row

pytestmark = pytest.mark.django_db


def test_what_is_used_is_shown_and_nothing_else():
    owner = make_member()
    used = make_row(owner, is_used=True)
    others = [make_row(owner), make_row(owner, is_used=True, is_hidden=True)]
    tokens = [used.token, *(picture.token for picture in others), "f" * 32]
    assert shown(tokens) == {used.token: Shown(used.token, 1440, 720)}


def test_a_preview_shows_ones_own_as_well():
    owner = make_member()
    own, hidden, used = make_row(owner), make_row(owner, is_hidden=True), make_row(make_member(), is_used=True)
    tokens = [own.token, hidden.token, used.token]
    assert set(shown(tokens, owner_id=owner.pk)) == {own.token, used.token}
    assert set(shown(tokens, owner_id=make_member().pk)) == {used.token}


@pytest.mark.parametrize(("rows", "queries"), [(0, 0), (1, 1), (3, 1)])
def test_one_query_however_many(django_assert_num_queries, rows, queries):
    owner = make_member()
    tokens = [make_row(owner, is_used=True).token for _ in range(rows)]
    with django_assert_num_queries(queries):
        assert len(shown(tokens)) == rows


def test_an_address_tells_width_and_kind():
    assert address("a" * 32, 960, "jpg") == f"/images/{'a' * 32}-960.jpg"
