import pytest

from community.members.actions import ban_member, register_member, unban_member, update_profile
from community.members.models import Member
from community.members.search import KIND
from community.search.actions import reindex
from community.search.models import IndexEntry
from tests.factories.members import make_member
from tests.factories.search import ask, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def loutre():
    return register_member(email="loutre@test.example", handle="loutre-de-fleurier")


@pytest.mark.parametrize("asked", ["loutre", "Fleurier", "loutre-de-fleurier", "loutr"])
def test_a_member_is_found_by_a_part_of_the_handle(loutre, asked):
    assert titles(ask(asked)) == ["loutre-de-fleurier"]


def test_a_slip_in_a_handle_is_forgiven(loutre):
    assert titles(ask("lutre fleurir")) == ["loutre-de-fleurier"]


def test_a_member_is_found_by_what_they_say_about_themself(loutre):
    update_profile(
        loutre, handle="loutre-de-fleurier", language="fr", zone="Europe/Zurich", bio="Je répare des réveils."
    )
    (line,) = ask("réveil").lines
    assert "<mark>réveils</mark>" in line.excerpt


def test_who_wishes_not_to_be_found_is_not(loutre):
    Member.objects.update(in_search=False)
    assert ask("loutre").lines == ask("lutre").lines == ()


def test_who_is_banned_is_not_found_and_is_again_afterwards(loutre):
    team = make_member()
    ban_member(loutre, by=team, reason="Publicité.")
    assert ask("loutre").lines == ()
    assert len(ask("from:loutre-de-fleurier").refusals) == 1
    unban_member(loutre, by=team)
    assert len(ask("loutre").lines) == 1


def test_the_e_mail_address_is_not_in_the_index(loutre):
    assert "test.example" not in str(IndexEntry.objects.values())


def test_reindex_finds_every_member(loutre):
    make_member()
    assert reindex(KIND) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_whatever_it_finds(count, django_assert_num_queries):
    for number in range(count):
        register_member(email=f"l{number}@test.example", handle=f"loutre-{number}")
    with django_assert_num_queries(4):
        assert len(ask("loutre").lines) == count
