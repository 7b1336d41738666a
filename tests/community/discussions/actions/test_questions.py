"""Questions: where they may be asked, who has them, too, and who hears of the answer."""

import threading
from contextlib import suppress

import pytest

from community.discussions.actions import questions as actions
from community.discussions.actions.posts import edit_post, hide_post, write_post
from community.discussions.actions.questions import ask_under, share_question, unshare_question
from community.discussions.actions.reactions import mark_best, unmark_best
from community.discussions.actions.reading import mark_read, set_stance
from community.discussions.actions.threads import move_thread, start_thread, thread_under
from community.discussions.models import Category, Post, SharedQuestion, Stance, Thread
from community.discussions.voices import Voice, register_voice, unregister_voice
from community.moderation.actions.sanctions import silence_member
from community.notices.models import Notice
from realtime import clock
from realtime.models import Event
from tests.community.discussions.actions.test_posts import in_threads, refusal_of
from tests.community.discussions.conftest import standstill
from tests.factories.discussions import make_post, make_table, make_thread, new_key
from tests.factories.drops import make_draft, make_drop
from tests.factories.ideas import make_idea
from tests.factories.members import make_member
from tests.factories.moderators import make_moderator
from tests.jobs import work_off

pytestmark = pytest.mark.django_db
WORDS = {"title": "Pourquoi avance-t-elle ?", "text": "Deux secondes par jour."}
KIND = Category.Kind


@pytest.fixture
def member():
    return make_member(level=1)


@pytest.fixture
def question():
    return make_thread(category=make_table(kind=KIND.QUESTIONS))


class TestAsking:
    @pytest.mark.parametrize(
        ("table", "wanted", "kind"),
        [
            (KIND.TALK, "question", "talk"),
            (KIND.QUESTIONS, "talk", "question"),
            (KIND.BOTH, "talk", "talk"),
            (KIND.BOTH, "question", "question"),
            (KIND.BOTH, "", "talk"),
        ],
    )
    def test_a_table_says_what_may_be_opened_there(self, member, table, wanted, kind):
        post = start_thread(make_table(kind=table), by=member, kind=wanted, **WORDS)
        assert post.thread.kind == kind

    def test_at_another_table_it_is_what_that_table_is_for(self, question):
        move_thread(question, make_table(kind=KIND.TALK), by=make_moderator())
        question.refresh_from_db()
        assert question.kind == "talk"

    def test_under_a_drop_each_has_a_thread_of_its_own(self, member):
        drop, key = make_drop(), new_key()
        talk = thread_under(drop)
        first = ask_under(drop, by=member, key=key, **WORDS)
        second = ask_under(drop, by=make_member(level=1), title="Et le bracelet ?", text="En cuir ?")
        assert {talk.pk, first.thread_id, second.thread_id} == set(Thread.objects.values_list("pk", flat=True))
        assert (first.thread.kind, first.thread.subject_id) == ("question", drop.pk)
        assert thread_under(drop) == talk
        with standstill():
            assert ask_under(drop, by=member, key=key, **WORDS) == first

    def test_what_one_may_not_see_one_cannot_ask_about(self, member):
        assert refusal_of(ask_under, make_draft(), by=member, **WORDS) == "gone"

    def test_an_idea_takes_none(self, member):
        assert refusal_of(ask_under, make_idea(), by=member, **WORDS) == "no_questions"

    def test_a_bad_title_asks_nothing(self, member):
        assert refusal_of(ask_under, make_drop(), by=member, title="Hm ?", text="Voilà.") == "title"

    def test_two_tries_are_limited_like_threads(self, member):
        drop = make_drop()
        ask_under(drop, by=member, **WORDS)
        start = make_table()
        assert refusal_of(start_thread, start, by=member, **WORDS) == "too_soon"


class TestSharing:
    def test_it_is_counted_and_announced(self, question, member):
        share_question(question, by=member)
        share_question(question, by=make_member())
        question.refresh_from_db()
        assert question.asked == 2
        assert [step.data for step in Event.objects.filter(kind="question.shared")] == [{"asked": 1}, {"asked": 2}]

    def test_said_twice_is_said_once(self, question, member):
        share_question(question, by=member)
        with standstill():
            share_question(question, by=member)

    def test_it_can_be_taken_back(self, question, member):
        share_question(question, by=member)
        unshare_question(question, by=member)
        question.refresh_from_db()
        assert (question.asked, SharedQuestion.objects.count()) == (0, 0)
        with standstill():
            unshare_question(question, by=member)

    def test_not_ones_own(self, question):
        assert refusal_of(share_question, question, by=question.author) == "own_question"

    def test_not_what_asks_nothing(self, member):
        assert refusal_of(share_question, make_thread(), by=member) == "not_a_question"

    def test_not_what_is_gone_or_hidden(self, question, member):
        hide_post(question.posts.get())
        assert refusal_of(share_question, question, by=member) == "gone"
        question.delete()
        assert refusal_of(share_question, Thread(pk=10**9), by=member) == "gone"

    def test_not_while_silenced_or_unconfirmed(self, question, member):
        silence_member(member, by=make_moderator(), reason="une pause", days=1)
        assert refusal_of(share_question, question, by=member) == "silenced"
        assert refusal_of(share_question, question, by=make_member(confirmed=False)) == "email_unconfirmed"


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def share(self, question, count):
        members = [make_member() for _ in range(count)]
        assert in_threads(count, lambda n: share_question(question, by=members[n])) == [None] * count
        question.refresh_from_db()
        return question.asked

    def test_ten_are_ten(self, question):
        assert self.share(question, 10) == 10

    def test_without_the_threads_lock_they_would_not(self, question, monkeypatch):
        """The control."""
        together = threading.Barrier(2)

        def unlocked(pk):
            found = Thread.objects.get(pk=pk)
            with suppress(threading.BrokenBarrierError):
                together.wait(10)
            return found

        counted = actions._count

        def count_together(thread):
            together.wait(10)
            counted(thread)

        monkeypatch.setattr(actions, "lock_thread", unlocked)
        monkeypatch.setattr(actions, "_count", count_together)
        assert self.share(question, 2) == 1


class TestHearing:
    """Who asked and who has it, too, are told of the answer, once."""

    @pytest.fixture
    def also(self, question):
        member = make_member()
        share_question(question, by=member)
        return member

    def told(self, member):
        work_off()
        return list(Notice.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))

    def test_of_an_answer_of_the_house(self, question, also):
        guard = make_moderator()
        post = write_post(question, by=guard, text="C’est le spiral.")
        assert self.told(question.author) == self.told(also) == ["answered"]
        assert self.told(guard) == []
        notice = Notice.objects.get(member=also)
        assert (notice.key, notice.data["post"]) == (question.topic, post.pk)

    def test_not_of_anybodys(self, question, also, member):
        write_post(question, by=member, text="À mon avis, non.")
        assert self.told(question.author) == self.told(also) == []

    def test_not_of_the_houses_own_question(self, also):
        table = make_table(kind=KIND.QUESTIONS)
        asked = start_thread(table, by=make_moderator(), **WORDS)
        assert self.told(asked.author) == []

    def test_of_the_best_answer(self, question, also, member):
        answer = make_post(question, author=member)
        mark_best(answer, by=question.author)
        assert self.told(also) == ["solved"]
        assert self.told(question.author) == []  # it was them who said so

    def test_of_the_same_best_answer_once(self, question, also):
        answer = make_post(question)
        for _ in range(2):
            mark_best(answer, by=question.author)
            unmark_best(answer, by=question.author)
            assert self.told(also) == ["solved"]
            Notice.objects.update(read_at=clock.now())

    def test_who_was_answered_is_not_told_twice(self, question, also):
        write_post(question, by=make_moderator(), text="Oui.", reply_to=question.posts.get(number=1))
        assert self.told(question.author) == ["reply"]

    def test_who_muted_it_or_has_read_it_hears_nothing(self, question, also):
        set_stance(question, Stance.MUTED, by=question.author)
        write_post(question, by=make_moderator(), text="C’est le spiral.")
        mark_read(question.pk, 2, by=also)
        assert self.told(question.author) == self.told(also) == []

    def test_an_answer_that_is_hidden_meanwhile_is_told_to_nobody(self, question, also):
        hide_post(write_post(question, by=make_moderator(), text="C’est le spiral."))
        assert self.told(also) == []

    def test_of_a_brands_answer_with_its_name(self, question, also, member):
        brand = Voice("essai", lambda members, _thread: dict.fromkeys(members, "Combelle & Fils"), is_official=True)
        register_voice(brand)
        try:
            write_post(question, by=member, text="Nous la réglons.")
            assert self.told(also) == ["answered"]
        finally:
            unregister_voice("essai")
        assert Notice.objects.get(member=also).data["for"] == "Combelle & Fils"


class TestOpenness:
    """As what somebody speaks by consent is seen where they said so, and can be taken back."""

    def test_it_is_ones_own_to_say_and_to_take_back(self, question, member):
        post = write_post(question, by=member, text="La mienne avance, aussi.", is_open=True)
        assert post.is_open
        edit_post(post, by=member, text=post.source, is_open=False)
        post.refresh_from_db()
        assert (post.is_open, post.edits) == (False, 0)
        assert Event.objects.filter(topic=question.topic, kind="post.edited").count() == 1

    def test_nobody_says_it_for_somebody(self, question, member):
        post = make_post(question, author=member)
        edit_post(post, by=make_moderator(), text="Sans l’adresse.", is_open=True)
        assert not Post.objects.get(pk=post.pk).is_open
