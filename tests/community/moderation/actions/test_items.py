"""The desk: taking, deciding, and who hears of it."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from community.members.models import Nomination
from community.members.models.standing import Activity
from community.members.trust import TrustLevel
from community.moderation.actions import (
    DeskRefused,
    approve_item,
    claim_item,
    decline_item,
    drop_item,
    hold_content,
    items,
    release_item,
)
from community.moderation.models import AuditEntry, Item, Silence
from community.notices.models import Notice
from realtime.models import Event
from tests.factories.members import make_member
from tests.factories.moderation import flag, make_moderator
from tests.factories.moderation import shelf as registered


@pytest.fixture
def moderator(db):
    return make_moderator()


def hide_by_flags(shelf, author):
    key = shelf.put(author)
    flaggers = [flag(shelf, key) for _ in range(3)]
    return Item.objects.get(key=key), flaggers


def state(shelf):
    return (
        list(Item.objects.order_by("pk").values()),
        list(shelf.done),
        Notice.objects.count(),
        Event.objects.count(),
        AuditEntry.objects.count(),
        Silence.objects.count(),
    )


def refused(shelf, verb, *args, **kwargs):
    """The code of the refusal; nothing has changed and nobody heard of it."""
    before = state(shelf)
    with pytest.raises(DeskRefused) as refusal:
        verb(*args, **kwargs)
    assert state(shelf) == before
    assert refusal.value.message
    return refusal.value.code


def kinds_told():
    return {(notice.member_id, notice.kind) for notice in Notice.objects.exclude(kind="moderation.hidden")}


@pytest.mark.django_db
class TestHolding:
    def test_it_lies_on_the_desk_with_its_reasons(self, shelf):
        author = make_member()
        key = shelf.put(author)
        item = hold_content(shelf.name, key, author_id=author.pk, why=["Un mot.", "Un lien."])
        assert (item.is_held, item.is_hidden, item.why) == (True, True, "Un mot.\nUn lien.")
        assert not shelf.done
        assert AuditEntry.objects.get().verb == "item.held"

    def test_twice_is_one_item(self, shelf):
        key = shelf.put()
        hold_content(shelf.name, key, author_id=None, why="Un mot.")
        hold_content(shelf.name, key, author_id=None, why="Un autre.")
        assert Item.objects.get().why == "Un autre."

    def test_what_was_flagged_may_be_held_too(self, shelf):
        key = shelf.put(make_member(level=1))
        flag(shelf, key)
        hold_content(shelf.name, key, author_id=None, why="Un mot.")
        item = Item.objects.get()
        assert (item.is_held, item.flags_count) == (True, 1)

    def test_an_unknown_kind_is_refused(self, shelf):
        assert refused(shelf, hold_content, "inconnu", "1", author_id=None, why="") == "gone"

    def test_what_its_author_deletes_leaves_the_desk_unless_flagged(self, shelf):
        held, flagged = shelf.put(), shelf.put()
        hold_content(shelf.name, held, author_id=None, why="Un mot.")
        flag(shelf, flagged)
        drop_item(shelf.name, held)
        drop_item(shelf.name, flagged)
        assert Item.objects.get().key == flagged

    def test_what_is_approved_appears(self, shelf, moderator):
        author = make_member()
        key = shelf.put(author)
        item = hold_content(shelf.name, key, author_id=author.pk, why="Un mot.")
        approve_item(item.pk, by=moderator)
        assert shelf.done == [("show", key, moderator.pk)]
        assert kinds_told() == {(author.pk, "moderation.shown")}

    def test_what_is_declined_stays_unseen_without_a_stain(self, shelf, moderator):
        author = make_member()
        item = hold_content(shelf.name, shelf.put(author), author_id=author.pk, why="Un mot.")
        decline_item(item.pk, by=moderator)
        assert not shelf.done
        assert kinds_told() == {(author.pk, "moderation.removed")}
        assert not Activity.objects.filter(upheld__gt=0).exists()


@pytest.mark.django_db
class TestClaims:
    def test_one_at_a_time_by_the_databases_clock(self, shelf, moderator):
        colleague = make_moderator()
        flag(shelf, shelf.put())
        item = Item.objects.get()
        claim_item(item.pk, by=moderator)
        claim_item(item.pk, by=moderator)
        assert refused(shelf, claim_item, item.pk, by=colleague) == "claimed"
        assert refused(shelf, approve_item, item.pk, by=colleague) == "claimed"
        assert refused(shelf, decline_item, item.pk, by=colleague) == "claimed"
        with pytest.raises(DeskRefused) as refusal:
            claim_item(item.pk, by=colleague)
        assert moderator.handle in refusal.value.message

    @pytest.mark.parametrize(
        ("age", "is_free"), [(timedelta(minutes=9, seconds=50), False), (timedelta(minutes=10), True)]
    )
    def test_after_ten_minutes_it_is_free(self, shelf, moderator, age, is_free):
        colleague = make_moderator()
        flag(shelf, shelf.put())
        item = Item.objects.get()
        Item.objects.update(claimed_by=moderator, claimed_at=timezone.now() - age)
        if is_free:
            claim_item(item.pk, by=colleague)
            assert Item.objects.get().claimed_by == colleague
        else:
            assert refused(shelf, claim_item, item.pk, by=colleague) == "claimed"

    def test_given_back_it_is_free_and_only_ones_own_is(self, shelf, moderator):
        colleague = make_moderator()
        flag(shelf, shelf.put())
        item = Item.objects.get()
        claim_item(item.pk, by=moderator)
        release_item(item.pk, by=colleague)
        assert Item.objects.get().claimed_by == moderator
        release_item(item.pk, by=moderator)
        claim_item(item.pk, by=colleague)

    def test_a_decided_one_cannot_be_taken(self, shelf, moderator):
        flag(shelf, shelf.put())
        item = Item.objects.get()
        approve_item(item.pk, by=moderator)
        assert refused(shelf, claim_item, item.pk, by=moderator) == "decided"
        assert refused(shelf, claim_item, 0, by=moderator) == "gone"


@pytest.mark.django_db
class TestDeciding:
    def test_approved_it_is_shown_again_and_everybody_hears(self, shelf, moderator):
        author = make_member(level=1)
        item, flaggers = hide_by_flags(shelf, author)
        approve_item(item.pk, by=moderator)
        assert shelf.done[-1] == ("show", item.key, moderator.pk)
        told = {(flagger.pk, "moderation.flag_set_aside") for flagger in flaggers}
        assert kinds_told() == told | {(author.pk, "moderation.shown")}
        item.refresh_from_db()
        assert (item.decision, item.decided_by, item.is_hidden) == ("approved", moderator, False)
        assert AuditEntry.objects.latest("pk").verb == "item.approved"

    def test_approved_without_having_been_hidden_the_author_hears_nothing(self, shelf, moderator):
        author = make_member(level=1)
        flagger = flag(shelf, shelf.put(author))
        approve_item(Item.objects.get().pk, by=moderator)
        assert not shelf.done
        assert kinds_told() == {(flagger.pk, "moderation.flag_set_aside")}

    def test_declined_it_stays_hidden_and_counts_against_the_author(self, shelf, moderator):
        author = make_member(level=1)
        item, flaggers = hide_by_flags(shelf, author)
        decline_item(item.pk, by=moderator)
        assert shelf.done == [("hide", item.key, None)]
        told = {(flagger.pk, "moderation.flag_upheld") for flagger in flaggers}
        assert kinds_told() == told | {(author.pk, "moderation.removed")}
        assert Activity.objects.get(member=author).upheld == 1
        upheld = Notice.objects.filter(kind="moderation.flag_upheld")
        assert {str(notice.data) for notice in upheld} == {str({"kind": shelf.name})}  # not even its title

    def test_declined_before_the_threshold_it_is_hidden_now(self, shelf, moderator):
        key = shelf.put(make_member(level=1))
        flag(shelf, key)
        decline_item(Item.objects.get().pk, by=moderator)
        assert shelf.done == [("hide", key, moderator.pk)]

    def test_a_kind_may_remove_what_is_declined(self, moderator):
        removed = []
        with registered("retrait", remove=lambda key, by: removed.append((key, by.pk))) as made:
            key = made.put(make_member(level=1))
            flag(made, key)
            decline_item(Item.objects.get().pk, by=moderator)
        assert removed == [(key, moderator.pk)]
        assert not made.done

    def test_approve_and_trust_makes_a_member_of_a_newcomer(self, shelf, moderator):
        author = make_member(level=0)
        flag(shelf, shelf.put(author))
        approve_item(Item.objects.get().pk, by=moderator, trust=True)
        author.refresh_from_db()
        assert author.level == TrustLevel.MEMBER
        assert Nomination.objects.get().by == moderator

    def test_nobody_is_trusted_twice(self, shelf, moderator):
        author = make_member(level=2)
        flag(shelf, shelf.put(author))
        approve_item(Item.objects.get().pk, by=moderator, trust=True)
        author.refresh_from_db()
        assert author.level == TrustLevel.REGULAR
        assert not Nomination.objects.exists()

    def test_decline_and_silence(self, shelf, moderator, mailoutbox, django_capture_on_commit_callbacks):
        author = make_member(level=1, language="de")
        flag(shelf, shelf.put(author))
        with django_capture_on_commit_callbacks(execute=True):
            decline_item(Item.objects.get().pk, by=moderator, silence=7)
        silence = Silence.objects.get()
        assert silence.until - silence.at == timedelta(days=7)
        assert (silence.member, silence.by, len(mailoutbox)) == (author, moderator, 1)

    def test_what_is_refused(self, shelf, moderator):
        author = make_member(level=1, is_staff=True)
        flag(shelf, shelf.put(author))
        item = Item.objects.get()
        member = make_member(level=3)
        assert refused(shelf, approve_item, item.pk, by=member) == "forbidden"
        assert refused(shelf, decline_item, item.pk, by=member) == "forbidden"
        assert refused(shelf, claim_item, item.pk, by=member) == "forbidden"
        assert refused(shelf, decline_item, item.pk, by=moderator, silence=7) == "no_author"
        assert refused(shelf, approve_item, 0, by=moderator) == "gone"
        approve_item(item.pk, by=moderator)
        assert refused(shelf, approve_item, item.pk, by=moderator) == "decided"
        assert refused(shelf, decline_item, item.pk, by=moderator) == "decided"

    def test_of_nobodys_content_nobody_is_trusted(self, shelf, moderator):
        flag(shelf, shelf.put(None))
        item = Item.objects.get()
        assert refused(shelf, approve_item, item.pk, by=moderator, trust=True) == "no_author"
        assert refused(shelf, decline_item, item.pk, by=moderator, silence=1) == "no_author"
        decline_item(item.pk, by=moderator)

    def test_what_exists_no_more_can_only_be_closed(self, shelf, moderator):
        key = shelf.put(make_member(level=1))
        flagger = flag(shelf, key)
        item = Item.objects.get()
        del shelf.content[key]
        assert refused(shelf, approve_item, item.pk, by=moderator) == "gone"
        decline_item(item.pk, by=moderator)
        assert not shelf.done
        assert kinds_told() == {(flagger.pk, "moderation.flag_upheld")}


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def rush(self, item, verbs):
        start, codes = threading.Barrier(len(verbs)), []

        def one(verb, moderator):
            start.wait(10)
            try:
                verb(item.pk, by=moderator)
            except DeskRefused as refusal:
                codes.append(refusal.code)
            finally:
                connections.close_all()

        pairs = [(verb, make_moderator()) for verb in verbs]
        threads = [threading.Thread(target=one, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return codes

    def test_one_decision_counts(self, shelf):
        author = make_member(level=1)
        item, _flaggers = hide_by_flags(shelf, author)
        codes = self.rush(item, [approve_item, decline_item, approve_item])
        assert codes == ["decided"] * 2
        assert AuditEntry.objects.filter(verb__in=["item.approved", "item.declined"]).count() == 1

    def test_one_claim_counts(self, shelf):
        flag(shelf, shelf.put())
        assert self.rush(Item.objects.get(), [claim_item] * 3) == ["claimed"] * 2

    def test_without_the_lock_several_would_count(self, shelf, monkeypatch):
        together = threading.Barrier(3, timeout=5)

        def unlocked(item_id, by):
            item = Item.objects.open().filter(pk=item_id).first()
            if item is None:
                raise DeskRefused("decided")
            together.wait()
            return item, items.kind_of(item.kind), shelf.load([item.key], by)[item.key], None

        monkeypatch.setattr(items, "_open_item", unlocked)
        flag(shelf, shelf.put(make_member(level=1)))
        assert self.rush(Item.objects.get(), [approve_item] * 3) == []
        assert AuditEntry.objects.filter(verb="item.approved").count() == 3
