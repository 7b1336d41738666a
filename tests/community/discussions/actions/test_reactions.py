import threading
from contextlib import suppress

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from community.discussions.actions import posts, reactions
from community.discussions.actions.posts import hide_post
from community.discussions.actions.reactions import add_reaction, mark_best, remove_reaction, unmark_best
from community.discussions.models import Category, Reaction, ReactionName
from community.members.trust import TrustLevel
from community.moderation.actions.sanctions import silence_member
from community.recognition.queries import balance_of
from realtime.models import Event
from tests.community.discussions.actions.test_posts import in_threads, kinds, refusal_of
from tests.community.discussions.conftest import standstill
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.members import make_member, make_regular
from tests.factories.moderators import make_moderator

pytestmark = pytest.mark.django_db
THANKS, SMILE = ReactionName.THANKS, ReactionName.SMILE


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def post():
    return make_post()


class TestReacting:
    def test_it_is_counted_by_name(self, post, member):
        add_reaction(post, THANKS, by=member)
        add_reaction(post, SMILE, by=member)
        add_reaction(post, THANKS, by=make_member())
        post.refresh_from_db()
        assert post.reactions == {"merci": 2, "sourire": 1}
        last = Event.objects.filter(topic=f"thread:{post.thread_id}").order_by("seq").last()
        assert last.data == {"id": post.pk, "number": 1, "reactions": {"merci": 2, "sourire": 1}}

    def test_said_twice_is_said_once(self, post, member):
        add_reaction(post, THANKS, by=member)
        with standstill():
            add_reaction(post, THANKS, by=member)

    def test_it_can_be_taken_back(self, post, member):
        add_reaction(post, THANKS, by=member)
        remove_reaction(post, THANKS, by=member)
        post.refresh_from_db()
        assert post.reactions == {}
        with standstill():
            remove_reaction(post, THANKS, by=member)

    def test_not_to_oneself(self, post):
        assert refusal_of(add_reaction, post, THANKS, by=post.author) == "own_post"

    def test_not_to_what_is_hidden(self, post, member):
        hide_post(post)
        assert refusal_of(add_reaction, post, THANKS, by=member) == "nothing_shown"

    def test_not_while_silenced(self, post, member):
        silence_member(member, by=make_moderator(), reason="une pause", days=1)
        assert refusal_of(add_reaction, post, THANKS, by=member) == "silenced"

    @pytest.mark.django_db(transaction=True)
    def test_ten_at_once_are_ten(self):
        post, members = make_post(), [make_member() for _ in range(10)]
        in_threads(10, lambda n: add_reaction(post, THANKS, by=members[n]))
        post.refresh_from_db()
        assert post.reactions == {"merci": 10} == {"merci": Reaction.objects.filter(post=post).count()}


@pytest.mark.django_db(transaction=True)
class TestWhileItsAuthorEdits:
    """A reaction that moves the author's level and an edit by the author, each half way when the other begins."""

    @pytest.fixture
    def both(self, monkeypatch):
        """Run the two at once; each waits a moment for the other where it has taken its first row."""
        author = make_regular(level=TrustLevel.MEMBER)  # one more reaction makes a regular of them
        post, member, half_way = make_post(author=author), make_member(), threading.Barrier(2)

        def then_wait(taken):
            def take(*args):
                row = taken(*args)
                with suppress(threading.BrokenBarrierError):
                    half_way.wait(0.5)
                return row

            return take

        monkeypatch.setattr(reactions, "_lock", then_wait(reactions._lock))
        monkeypatch.setattr(posts, "lock_writer", then_wait(posts.lock_writer))
        verbs = (
            lambda: reactions.add_reaction(post, THANKS, by=member),
            lambda: posts.edit_post(post, by=author, text="Autrement dit."),
        )

        def run():
            failed = []

            def attempt(number):
                try:
                    verbs[number]()
                except OperationalError as error:
                    failed.append(type(error.__cause__))

            in_threads(2, attempt)
            author.refresh_from_db()
            return failed, author.level

        return run

    def test_both_come_through(self, both):
        assert both() == ([], TrustLevel.REGULAR)

    def test_without_the_members_locked_first_they_would_not(self, both, monkeypatch):
        """The control."""
        monkeypatch.setattr(reactions, "lock_members", lambda *_: None)
        failed, _level = both()
        assert failed == [DeadlockDetected]


class TestBestAnswer:
    @pytest.fixture
    def question(self):
        return make_thread(posts=2, category=make_table(kind=Category.Kind.QUESTIONS))

    def test_who_asked_says_which_answer_helped(self, question):
        answer = question.posts.get(number=2)
        mark_best(answer, by=question.author)
        question.refresh_from_db()
        assert question.best == answer
        assert kinds(question.topic) == ["post.edited"]
        unmark_best(answer, by=question.author)
        question.refresh_from_db()
        assert question.best is None

    def test_another_takes_its_place(self, question):
        mark_best(question.posts.get(number=2), by=question.author)
        other = make_post(question)
        mark_best(other, by=make_moderator())
        question.refresh_from_db()
        assert question.best == other

    def test_not_while_silenced(self, question):
        silence_member(question.author, by=make_moderator(), reason="une pause", days=1)
        assert refusal_of(mark_best, question.posts.get(number=2), by=question.author) == "silenced"

    def test_an_answer_that_was_hidden_meanwhile_helps_nobody(self, question):
        answer = question.posts.get(number=2)
        hide_post(question.posts.get(number=2))
        assert refusal_of(mark_best, answer, by=question.author) == "nothing_shown"

    def test_others_may_not(self, question, member):
        assert refusal_of(mark_best, question.posts.get(number=2), by=member) == "not_yours"

    def test_the_question_is_no_answer(self, question):
        assert refusal_of(mark_best, question.posts.get(number=1), by=question.author) == "not_a_question"

    def test_only_questions_have_one(self):
        thread = make_thread(posts=2)
        assert refusal_of(mark_best, thread.posts.get(number=2), by=thread.author) == "not_a_question"


class TestPointsForIt:
    @pytest.fixture
    def question(self):
        return make_thread(posts=2, category=make_table(kind=Category.Kind.QUESTIONS))

    def test_who_answered_has_them_as_long_as_it_is_the_best(self, question):
        answer, other = make_post(question), make_post(question)
        mark_best(answer, by=question.author)
        assert (balance_of(answer.author_id), balance_of(other.author_id)) == (10, 0)
        mark_best(other, by=question.author)
        assert (balance_of(answer.author_id), balance_of(other.author_id)) == (0, 10)
        unmark_best(other, by=question.author)
        assert balance_of(other.author_id) == 0
        mark_best(answer, by=question.author)
        assert balance_of(answer.author_id) == 10

    def test_they_go_with_an_answer_that_is_hidden(self, question):
        answer = make_post(question)
        mark_best(answer, by=question.author)
        assert balance_of(answer.author_id) == 10
        hide_post(answer)
        assert balance_of(answer.author_id) == 0

    def test_none_for_who_answers_themself_or_chooses_themself(self, question):
        own = make_post(question, author=question.author)
        mark_best(own, by=question.author)
        guard = make_moderator()
        mark_best(make_post(question, author=guard), by=guard)
        assert (balance_of(question.author_id), balance_of(guard.pk)) == (0, 0)
