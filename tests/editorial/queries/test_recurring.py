import pytest

from community.text.folding import words_of
from editorial.queries.recurring import recurring_questions, topic_of
from tests.factories.discussions import make_thread

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Quelle est la largeur du bracelet ?", "la largeur du bracelet"),
        ("Bracelet de quelle largeur ?", "la largeur du bracelet"),
        ("L’entrecorne fait combien ?", "la largeur du bracelet"),
        ("Combien de corne à corne ?", "le corne à corne"),
        ("Elle pèse combien ?", "le poids"),
        ("Je peux nager avec ?", "l’étanchéité"),
        ("Qui a vu le chat ?", None),
    ],
)
def test_what_a_question_is_about(title, topic):
    found = topic_of(words_of(title))
    assert (found and str(found.label)) == topic


def test_three_threads_about_one_thing_recur_and_the_gap_is_named():
    for title in ("Largeur du bracelet ?", "Quelle largeur, le bracelet ?", "Et l’entrecorne ?"):
        thread = make_thread(title=title)
        type(thread).objects.filter(pk=thread.pk).update(asked=2)
    make_thread(title="Elle pèse combien ?")
    (group,) = recurring_questions()
    assert (str(group.label), group.people, len(group.threads)) == ("la largeur du bracelet", 9, 3)
    assert group.line == ""  # the sheet has no such line


@pytest.mark.parametrize(("count", "found"), [(2, 0), (3, 1)])
def test_twice_is_not_again_and_again(count, found):
    for number in range(count):
        make_thread(title=f"Étanchéité {number} ?")
    assert len(recurring_questions()) == found


def test_other_questions_are_grouped_by_their_words():
    for title in (
        "Meilleur démagnétiseur domestique ?",
        "Un démagnétiseur domestique, lequel ?",
        "Démagnétiseur domestique ?",
    ):
        make_thread(title=title)
    make_thread(title="Un porte-montres domestique ?")
    (group,) = recurring_questions()
    assert len(group.threads) == 3
    assert group.topic is None


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_is_asked(count, django_assert_num_queries):
    for number in range(count):
        make_thread(title=f"Étanchéité {number} ?")
    with django_assert_num_queries(1):
        recurring_questions()
