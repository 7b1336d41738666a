import pytest

from community.discussions.search import KINDS
from community.search.actions import reindex
from editorial.actions import set_aside
from editorial.queries.undefined import undefined_words
from tests.factories.discussions import make_post, make_thread
from tests.factories.editorial import make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def index_talk():
    for kind in KINDS:
        reindex(kind)


def say(text, times=3):
    """So many members say it."""
    thread = make_thread()
    for _ in range(times):
        make_post(thread=thread, source=text, author=make_member())
    index_talk()


def offered():
    return [each.words for each in undefined_words()]


@pytest.fixture(autouse=True)
def house():
    make_term("spiral", long_fr="Il tient au piton par la virole. Une réserve de tension le nourrit.")
    for number in range(12):
        make_term(long_fr=f"Définition numéro {number}.")


def test_what_three_members_say_and_the_house_too_is_a_candidate():
    say("Le piton de la mienne est lâche, et la gentiane pousse. On pitonne.")
    assert offered() == ["piton"]


@pytest.mark.parametrize(("times", "found"), [(2, []), (3, ["piton"])])
def test_two_members_are_too_few(times, found):
    say("Le piton.", times)
    assert offered() == found


def test_one_member_is_one_however_often_they_say_it():
    thread, chatterbox = make_thread(), make_member()
    for _ in range(5):
        make_post(thread=thread, source="Le piton !", author=chatterbox)
    index_talk()
    assert offered() == []


def test_words_that_belong_together_are_one_candidate():
    say("La réserve de tension est haute.")
    assert offered() == ["réserve de tension"]


def test_what_is_defined_is_none_in_whatever_form():
    say("Les spiraux, le SPIRAL.")
    assert offered() == []


@pytest.mark.parametrize(
    "text", ["C’est quoi un écouvillon ?", "Que veut dire « écouvillon » ?", "qu'est-ce que l'écouvillon"]
)
def test_what_somebody_asks_is_a_candidate_at_once(text):
    say(text, 1)
    (candidate,) = undefined_words()
    assert (candidate.words, candidate.asked) == ("ecouvillon", 1)


def test_what_an_editor_set_aside_comes_no_more():
    say("Le piton.")
    set_aside("Piton")
    set_aside("piton")
    assert offered() == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_is_said(count, django_assert_num_queries):
    for _ in range(count):
        say("Le piton.", count)
    undefined_words()
    with django_assert_num_queries(5):
        undefined_words()
