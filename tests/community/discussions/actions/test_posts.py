"""Writing, editing, deleting and hiding posts."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from community.discussions.actions import posts as actions
from community.discussions.actions.posts import (
    delete_post,
    edit_post,
    hide_post,
    restore_post,
    show_post,
    write_post,
)
from community.discussions.actions.threads import close_thread
from community.discussions.models import Post, PostState, Reading, Revision, Thread
from community.discussions.rules import LONGEST_POST, TalkRefused
from community.members.trust import TrustLevel, limits_of
from community.notices.models import Notice
from community.pictures.models import Picture
from realtime import clock
from realtime.models import Event
from tests.community.discussions.conftest import check_counts, standstill
from tests.factories.discussions import make_post, make_thread, new_key
from tests.factories.members import make_member
from tests.factories.moderators import make_moderator
from tests.factories.pictures import make_row
from tests.jobs import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(level=TrustLevel.MEMBER)


@pytest.fixture
def thread():
    return make_thread()


def kinds(topic):
    return list(Event.objects.filter(topic=topic).order_by("seq").values_list("kind", flat=True))


def refusal_of(verb, *args, **fields):
    with standstill(), pytest.raises(TalkRefused) as refused:
        verb(*args, **fields)
    assert refused.value.message
    return refused.value.code


class TestWriting:
    def test_a_post_takes_the_next_number(self, thread, member):
        post = write_post(thread, by=member, text="Le mien fait 38 mm.")
        assert (post.number, post.state, post.author) == (2, PostState.SHOWN, member)
        check_counts(thread)
        assert (thread.last_author, thread.last_at) == (member, post.at)

    def test_it_is_announced_in_the_thread_and_in_the_cafe(self, thread, member):
        post = write_post(thread, by=member, text="Le mien fait 38 mm.")
        event = Event.objects.get(topic=f"thread:{thread.pk}")
        assert (event.kind, event.data) == ("post.added", {"id": post.pk, "number": 2, "posts": 2})
        assert kinds("cafe") == ["thread.active"]

    def test_its_writer_has_read_it_and_follows_the_thread(self, thread, member):
        write_post(thread, by=member, text="Le mien fait 38 mm.")
        reading = Reading.objects.get(member=member, thread=thread)
        assert (reading.number, reading.stance) == (2, "tracking")

    def test_the_same_key_is_the_same_post(self, thread, member):
        key = new_key()
        first = write_post(thread, by=member, text="Une fois.", key=key)
        with standstill():
            assert write_post(thread, by=member, text="Une fois.", key=key) == first

    def test_a_key_is_its_writers_own(self, thread, member):
        key = new_key()
        write_post(thread, by=member, text="De moi.", key=key)
        assert write_post(thread, by=make_member(level=1), text="De moi aussi.", key=key).number == 3

    @pytest.mark.parametrize(
        ("text", "code"),
        [("", "empty"), ("  \n\t ", "empty"), ("x" * (LONGEST_POST + 1), "long"), ("x" * 1_000_000, "long")],
    )
    def test_a_bad_text_is_refused(self, thread, member, text, code):
        assert refusal_of(write_post, thread, by=member, text=text) == code

    def test_the_longest_text_is_taken(self, thread, member):
        assert write_post(thread, by=member, text="x" * LONGEST_POST).number == 2

    def test_a_closed_thread_is_refused(self, thread, member):
        close_thread(thread, by=make_moderator())
        assert refusal_of(write_post, thread, by=member, text="Encore un mot.") == "closed"

    def test_a_vanished_thread_is_refused(self, thread, member):
        Thread.objects.filter(pk=thread.pk).delete()
        assert refusal_of(write_post, thread, by=member, text="Il y a quelqu’un ?") == "gone"

    def test_who_is_not_confirmed_is_refused(self, thread):
        newcomer = make_member(confirmed=False)
        assert refusal_of(write_post, thread, by=newcomer, text="Bonjour.") == "email_unconfirmed"

    def test_an_answer_to_another_thread_answers_nobody(self, thread, member):
        post = write_post(thread, by=member, text="Hors sujet.", reply_to=make_post())
        assert post.reply_to is None


class TestLimits:
    @pytest.mark.parametrize("level", [TrustLevel.NEWCOMER, TrustLevel.MEMBER])
    def test_between_two_posts_one_waits(self, thread, level):
        member, pause = make_member(level=level), limits_of(level).seconds_between_posts
        post = write_post(thread, by=member, text="Un.")
        Post.objects.filter(pk=post.pk).update(at=clock.now() - timedelta(seconds=pause - 3))
        assert refusal_of(write_post, thread, by=member, text="Deux.") == "too_soon"
        Post.objects.filter(pk=post.pk).update(at=clock.now() - timedelta(seconds=pause))
        assert write_post(thread, by=member, text="Deux.")

    def test_a_day_has_so_many_posts(self, thread):
        newcomer, most = make_member(), limits_of(TrustLevel.NEWCOMER).posts_a_day
        earlier = clock.now() - timedelta(hours=23)
        for _ in range(most - 1):
            make_post(thread, author=newcomer, at=earlier)
        assert write_post(thread, by=newcomer, text="Le dernier.")
        Post.objects.filter(author=newcomer).update(at=earlier)
        assert refusal_of(write_post, thread, by=newcomer, text="Un de trop.") == "posts_a_day"
        Post.objects.filter(author=newcomer).update(at=clock.now() - timedelta(hours=25))
        assert write_post(thread, by=newcomer, text="Un nouveau jour.")

    def test_one_is_not_many(self, thread):
        newcomer = make_member()
        with pytest.raises(TalkRefused) as refused:
            write_post(thread, by=newcomer, text="![](/images/" + "a" * 32 + ") ![](/images/" + "b" * 32 + ")")
        assert refused.value.message.startswith("1 image par message")

    @pytest.mark.parametrize(
        ("code", "words"),
        [("links", "https://example.com/{} "), ("mentions", "@membre-test-{} ")],
    )
    def test_a_post_has_so_many(self, thread, code, words):
        newcomer, most = make_member(), getattr(limits_of(TrustLevel.NEWCOMER), code)
        texts = ["".join(words.format(number) for number in range(count)) for count in (most + 1, most)]
        assert refusal_of(write_post, thread, by=newcomer, text=texts[0]) == code
        assert write_post(thread, by=newcomer, text=texts[1])

    def test_a_bomb_of_mentions_tells_nobody(self, thread, member):
        called = [make_member() for _ in range(11)]
        text = " ".join(f"@{each.handle}" for each in called)
        assert refusal_of(write_post, thread, by=member, text=text) == "mentions"


class TestTelling:
    def told(self, member):
        return list(Notice.objects.filter(member=member).values_list("kind", flat=True))

    def test_who_is_called_is_told_once(self, thread, member):
        called = make_member()
        text = f"@{called.handle} regarde, @{called.handle} !"
        write_post(thread, by=member, text=text, reply_to=make_post(thread, author=called))
        assert self.told(called) == ["mention"]

    def test_who_is_answered_is_told(self, thread, member):
        asked = make_post(thread)
        write_post(thread, by=member, text="Oui.", reply_to=asked)
        assert self.told(asked.author) == ["reply"]

    def test_who_is_quoted_is_told(self, thread, member):
        said = make_post(thread)
        write_post(thread, by=member, text=f"> [@x](/cafe/p/{said.pk}/) :\n> Un cadran.\n\nTout à fait.")
        assert self.told(said.author) == ["quote"]

    def test_who_watches_is_told_and_who_muted_is_not(self, thread, member):
        watcher, deaf = make_member(), make_member()
        Reading.objects.create(member=watcher, thread=thread, stance="watching")
        Reading.objects.create(member=deaf, thread=thread, stance="muted")
        write_post(thread, by=member, text=f"@{deaf.handle} tu dors ?")
        work_off()
        assert (self.told(watcher), self.told(deaf)) == (["watched"], [])

    def test_nobody_is_told_of_their_own_words(self, thread, member):
        write_post(thread, by=member, text=f"Moi, @{member.handle}, je pense.")
        assert self.told(member) == []


class TestEditing:
    def test_what_it_said_before_stays(self, member):
        post = make_post(author=member, source="Trente-huit.")
        edit_post(post, by=member, text="Trente-neuf.", reason="mal mesuré")
        post.refresh_from_db()
        assert (post.source, post.edits) == ("Trente-neuf.", 1)
        revision = Revision.objects.get(post=post)
        assert (revision.source, revision.by, revision.reason) == ("Trente-huit.", member, "mal mesuré")
        assert kinds(f"thread:{post.thread_id}") == ["post.edited"]

    def test_the_same_words_are_no_edit(self, member):
        post = make_post(author=member)
        with standstill():
            edit_post(post, by=member, text=post.source)

    def test_another_may_not(self, member):
        assert refusal_of(edit_post, make_post(), by=member, text="À ma façon.") == "not_yours"

    def test_the_moderation_may_at_any_time(self):
        post = make_post(at=clock.now() - timedelta(days=400))
        edit_post(post, by=make_moderator(), text="Sans l’adresse.")
        assert Revision.objects.filter(post=post).exists()

    def test_after_the_window_it_stays(self):
        newcomer, window = make_member(), limits_of(TrustLevel.NEWCOMER).edit_window
        post = make_post(author=newcomer, at=clock.now() - window - timedelta(seconds=5))
        assert refusal_of(edit_post, post, by=newcomer, text="Trop tard.") == "too_late"
        Post.objects.filter(pk=post.pk).update(at=clock.now() - window + timedelta(seconds=60))
        assert edit_post(post, by=newcomer, text="Juste à temps.").edits == 1

    def test_a_deleted_one_is_gone(self, member):
        post = make_post(author=member, state=PostState.DELETED)
        assert refusal_of(edit_post, post, by=member, text="Revenu.") == "gone"


class TestThePaceOfEditing:
    @pytest.mark.parametrize("level", [TrustLevel.NEWCOMER, TrustLevel.MEMBER])
    def test_between_two_edits_one_waits(self, level):
        member, pause = make_member(level=level), limits_of(level).seconds_between_posts
        post = make_post(author=member)
        edit_post(post, by=member, text="Un.")  # at once: a slip is mended when one sees it
        Revision.objects.update(at=clock.now() - timedelta(seconds=pause - 3))
        assert refusal_of(edit_post, post, by=member, text="Deux.") == "too_soon"
        Revision.objects.update(at=clock.now() - timedelta(seconds=pause))
        assert edit_post(post, by=member, text="Deux.").edits == 2

    def test_a_day_has_so_many_edits(self):
        newcomer, most = make_member(), limits_of(TrustLevel.NEWCOMER).posts_a_day
        post, earlier = make_post(author=newcomer), clock.now() - timedelta(hours=23)
        for _ in range(most - 1):
            Revision.objects.create(post=post, source="Avant.", by=newcomer, at=earlier)
        assert edit_post(post, by=newcomer, text="La dernière.")
        Revision.objects.update(at=earlier)
        assert refusal_of(edit_post, post, by=newcomer, text="Une de trop.") == "edits_a_day"
        Revision.objects.update(at=clock.now() - timedelta(hours=25))
        assert edit_post(post, by=newcomer, text="Un nouveau jour.")

    def test_the_house_edits_as_it_must(self):
        moderator, posts = make_moderator(), [make_post() for _ in range(3)]
        for post in posts:
            assert edit_post(post, by=moderator, text="Sans l’adresse.").edits == 1


class TestPicturesOfThePast:
    """What an edit took out is public as long as the history that shows its words is."""

    @pytest.fixture
    def tokens(self, member):
        return [make_row(member).token for _ in range(2)]

    @pytest.fixture
    def post(self, thread, member, tokens):
        post = write_post(thread, by=member, text=f"![](/images/{tokens[0]})")
        return edit_post(post, by=member, text=f"![](/images/{tokens[1]})")

    def public(self, tokens):
        return [Picture.objects.get(token=token).is_public for token in tokens]

    def test_it_stays_while_the_history_may_be_read(self, post, tokens):
        assert self.public(tokens) == [True, True]

    def test_it_goes_and_comes_back_with_the_post(self, post, member, tokens):
        delete_post(post, by=member)
        assert self.public(tokens) == [False, False]
        restore_post(post, by=member)
        assert self.public(tokens) == [True, True]
        hide_post(post)
        assert self.public(tokens) == [False, False]
        show_post(post)
        assert self.public(tokens) == [True, True]


class TestVanishing:
    def test_one_deletes_and_restores_ones_own(self, member):
        post = make_post(author=member)
        delete_post(post, by=member)
        post.refresh_from_db()
        assert post.state == PostState.DELETED
        check_counts(post.thread)
        restore_post(post, by=member)
        check_counts(post.thread)
        assert kinds(f"thread:{post.thread_id}") == ["post.hidden", "post.edited"]

    def test_anothers_stays(self, member):
        assert refusal_of(delete_post, make_post(), by=member) == "not_yours"

    def test_what_the_moderation_deleted_its_author_cannot_restore(self, member):
        post = make_post(author=member)
        delete_post(post, by=make_moderator())
        assert refusal_of(restore_post, post, by=member) == "not_yours"

    def test_hidden_and_shown_again(self):
        post = make_post()
        hide_post(post)
        check_counts(post.thread)
        assert post.thread.shown == 0
        show_post(post)
        check_counts(post.thread)
        assert post.thread.shown == 1

    def test_hiding_twice_is_hiding_once(self):
        post = make_post()
        hide_post(post)
        with standstill():
            hide_post(post)

    def test_the_best_answer_that_is_hidden_is_best_no_more(self):
        thread = make_thread(posts=2)
        thread.best = thread.posts.last()
        thread.save()
        hide_post(thread.best)
        thread.refresh_from_db()
        assert thread.best is None

    def test_a_held_post_gets_its_number_when_it_appears(self):
        thread = make_thread()
        held = make_post(thread, state=PostState.HELD)
        later = make_post(thread)
        show_post(held)
        held.refresh_from_db()
        assert (later.number, held.number) == (2, 3)
        check_counts(thread)
        assert kinds(thread.topic) == ["post.added"]


def in_threads(count, work):
    """Run `work(n)` in so many threads at once, each on a connection of its own; what each raised, or None."""
    outcomes, start = [None] * count, threading.Barrier(count)

    def run(number):
        try:
            start.wait()
            work(number)
        except TalkRefused as refusal:
            outcomes[number] = refusal.code
        finally:
            connections.close_all()

    running = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_twenty_writers_get_twenty_numbers(self):
        thread, members = make_thread(), [make_member(level=1) for _ in range(20)]
        assert in_threads(20, lambda n: write_post(thread, by=members[n], text=f"Et moi {n}.")) == [None] * 20
        check_counts(thread)
        assert thread.shown == 21
        assert Event.objects.filter(topic=thread.topic, kind="post.added").count() == 20

    def test_twenty_tabs_of_one_writer_share_one_limit(self):
        thread, newcomer = make_thread(), make_member()
        outcomes = in_threads(20, lambda n: write_post(thread, by=newcomer, text=f"Onglet {n}."))
        assert sorted(filter(None, outcomes)) == ["too_soon"] * 19
        assert Post.objects.filter(author=newcomer).count() == 1

    def test_without_the_writers_lock_they_would_not(self, monkeypatch):
        """The control: a race that cannot be lost proves nothing."""
        thread, newcomer, together = make_thread(), make_member(), threading.Barrier(4)
        checked = actions.check_pace

        def check_together(*args):
            checked(*args)
            together.wait(10)

        monkeypatch.setattr(actions, "lock_writer", lambda by, _: by)
        monkeypatch.setattr(actions, "check_pace", check_together)
        outcomes = in_threads(4, lambda n: write_post(thread, by=newcomer, text=f"Onglet {n}."))
        assert outcomes == [None] * 4

    def test_one_key_in_ten_tabs_is_one_post(self):
        thread, member, key = make_thread(), make_member(level=1), new_key()
        in_threads(10, lambda _: write_post(thread, by=member, text="Une seule fois.", key=key))
        assert Post.objects.filter(author=member).count() == 1
        check_counts(thread)
