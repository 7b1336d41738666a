"""What other parts tell ballots: who owns what, and where a ballot is shown."""

import pytest

from ideas.ballots.owners import all_ownerships, ownership_of, register_ownership, unregister_ownership
from ideas.ballots.places import place_of, places_of, register_places, unregister_places

pytestmark = pytest.mark.django_db  # other parts have places, too


def nobody(_key, _at):
    return {}


@pytest.fixture
def _pieces():
    register_ownership("piece", "propriétaires", nobody)
    yield
    unregister_ownership("piece")


@pytest.mark.usefixtures("_pieces")
def test_a_kind_of_ownership_is_registered_once():
    register_ownership("piece", "propriétaires", nobody)
    assert [each.name for each in all_ownerships()].count("piece") == 1
    with pytest.raises(ValueError, match="taken"):
        register_ownership("piece", "autre chose", nobody)


def test_what_nobody_registered():
    assert ownership_of("piece") is None
    assert place_of(1) is None


def test_places_of_several_parts():
    register_places("stages", lambda ballots: {number: f"/creations/{number}/" for number in ballots if number < 3})
    register_places("qdefis", lambda ballots: {number: f"/qdefis/{number}/" for number in ballots if number == 3})
    try:
        assert places_of([1, 3, 4]) == {1: "/creations/1/", 3: "/qdefis/3/"}
        assert places_of([]) == {}
        with pytest.raises(ValueError, match="taken"):
            register_places("stages", dict.fromkeys)
    finally:
        unregister_places("stages")
        unregister_places("qdefis")
