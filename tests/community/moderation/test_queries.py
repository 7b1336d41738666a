"""The desk's lists: what they show, in how many queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.members.models import Ban
from community.moderation import queries
from community.moderation.actions import approve_item, claim_item, decline_item, hold_content, record
from community.moderation.models import AuditEntry, Item, Silence
from community.moderation.queries import DESK_LENGTH, LOG_LENGTH, desk_for, log_for, sanctions
from tests.factories.members import make_member
from tests.factories.moderation import flag, make_moderator
from tests.factories.moderation import shelf as registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_moderator()


def keys(desk):
    return [card.key for card in desk.cards]


class TestTheDesk:
    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_as_many_queries_for_three_as_for_one(self, shelf, moderator, number, django_assert_num_queries):
        for _ in range(number):
            key = shelf.put(make_member(level=0))
            flag(shelf, key)
            flag(shelf, key)
        moderator.has_perm("x")
        with django_assert_num_queries(7):
            desk = desk_for(moderator)
        assert len(desk.cards) == number

    def test_a_card_has_what_a_decision_needs(self, shelf, moderator):
        author = make_member(level=0)
        old = shelf.put(author)
        flag(shelf, old)
        decline_item(Item.objects.get().pk, by=moderator)
        key = shelf.put(author, title="Ma montre")
        first = flag(shelf, key, reason="spam")
        flag(shelf, key, reason="other", note="Il insiste")
        hold_content(shelf.name, key, author_id=author.pk, why=["Un mot.", "Un lien."])
        [card] = desk_for(moderator).cards
        assert (card.exhibit.title, card.kind_label, card.weight) == ("Ma montre", "contenu d’essai", 4)
        assert (card.is_held, card.is_hidden, card.why) == (True, True, ("Un mot.", "Un lien."))
        assert (card.flags[0].handle, card.flags[0].note) == (first.handle, "")
        assert card.reasons == ("Publicité ou spam", "Autre chose")
        author_line = card.author
        assert (author_line.handle, author_line.declined, author_line.approved) == (author.handle, 1, 0)
        assert author_line.is_newcomer

    def test_what_was_changed_after_a_flag_says_so(self, shelf, moderator):
        key = shelf.put(make_member())
        shelf.edit(key)
        flag(shelf, key)
        assert not desk_for(moderator).cards[0].is_edited
        shelf.edit(key)
        assert desk_for(moderator).cards[0].is_edited
        flag(shelf, key)
        assert desk_for(moderator).cards[0].is_edited  # the first flag spoke of other words

    def test_the_heaviest_comes_first_then_the_oldest(self, shelf, moderator):
        light, late, heavy = shelf.put(), shelf.put(), shelf.put()
        for key, level in ((light, 0), (late, 0), (heavy, 3)):
            flag(shelf, key, level=level)
        assert keys(desk_for(moderator)) == [heavy, light, late]

    def test_it_is_filtered_by_kind_and_by_why(self, shelf, moderator):
        with registered("autre") as other:
            spam, held, foreign = shelf.put(), shelf.put(), other.put()
            flag(shelf, spam, reason="spam")
            hold_content(shelf.name, held, author_id=None, why="Un mot.")
            flag(other, foreign, reason="dangerous")
            assert keys(desk_for(moderator, kind="autre")) == [foreign]
            assert keys(desk_for(moderator, why="spam")) == [spam]
            assert keys(desk_for(moderator, why="held")) == [held]
            assert keys(desk_for(moderator, why="dangerous", kind=shelf.name)) == []
            assert len(desk_for(moderator, why="inconnu").cards) == 3
            desk = desk_for(moderator)
        assert {(choice.value, choice.count) for choice in desk.kinds} == {("autre", 1), (shelf.name, 2)}
        assert {(choice.value, choice.count) for choice in desk.reasons} == {("spam", 1), ("dangerous", 1)}
        assert (desk.held, desk.total) == (1, 3)

    def test_pages_lose_nothing(self, shelf, moderator):
        Item.objects.bulk_create(
            Item(kind=shelf.name, key=shelf.put(), weight=number // 3) for number in range(DESK_LENGTH + 3)
        )
        first = desk_for(moderator)
        weight, pk = map(int, first.after.split("-"))
        second = desk_for(moderator, after=(weight, pk))
        assert len(first.cards) == DESK_LENGTH
        assert len(set(keys(first) + keys(second))) == DESK_LENGTH + 3
        assert second.after == ""

    @pytest.mark.parametrize("number", [DESK_LENGTH, DESK_LENGTH + 1])
    def test_there_is_a_next_page_when_something_is_on_it(self, shelf, moderator, number):
        Item.objects.bulk_create(Item(kind=shelf.name, key=shelf.put()) for _ in range(number))
        assert bool(desk_for(moderator).after) == (number > DESK_LENGTH)

    def test_a_claim_is_shown_as_long_as_it_counts(self, shelf, moderator):
        colleague = make_moderator()
        flag(shelf, shelf.put())
        claim_item(Item.objects.get().pk, by=colleague)
        [card] = desk_for(moderator).cards
        assert (card.claimed_by, card.is_taken, card.is_mine) == (colleague.handle, True, False)
        assert desk_for(colleague).cards[0].is_mine
        Item.objects.update(claimed_at=timezone.now() - timedelta(minutes=10))
        [card] = desk_for(moderator).cards
        assert (card.claimed_by, card.is_taken, card.is_mine) == ("", False, False)

    def test_what_is_decided_or_gone(self, shelf, moderator):
        decided, gone = shelf.put(), shelf.put()
        flag(shelf, decided)
        approve_item(Item.objects.get().pk, by=moderator)
        flag(shelf, gone)
        del shelf.content[gone]
        [card] = desk_for(moderator).cards
        assert (card.key, card.exhibit) == (gone, None)
        card = queries.card_for(moderator, Item.objects.get(key=decided).pk)
        assert (card.is_open, card.decision, card.decided_by) == (False, "approuvé", moderator.handle)

    def test_a_kind_whose_part_is_gone_does_not_break_it(self, moderator):
        Item.objects.create(kind="disparu", key="1")
        [card] = desk_for(moderator).cards
        assert (card.kind_label, card.exhibit) == ("disparu", None)


class TestTheLog:
    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_three_queries(self, number, django_assert_num_queries):
        for _ in range(number):
            record("item.held", by=make_moderator(), about_id=make_member().pk)
        with django_assert_num_queries(3):
            assert len(log_for().lines) == number

    def test_it_is_filtered(self, moderator):
        member = make_member()
        record("item.held", by=None, about_id=member.pk)
        record("rule.added", by=moderator, reason="word: casino")
        assert [line.verb for line in log_for().lines] == ["rule.added", "item.held"]
        assert [line.verb for line in log_for(verb="item.held").lines] == ["item.held"]
        assert [line.verb for line in log_for(by=moderator.handle.upper()).lines] == ["rule.added"]
        [line] = log_for(about=member.handle).lines
        assert (line.about, line.by, line.label) == (member.handle, "", "retenu pour relecture")
        assert not log_for(about="personne").lines

    def test_pages_lose_nothing(self):
        AuditEntry.objects.bulk_create(AuditEntry(verb="item.held") for _ in range(LOG_LENGTH + 1))
        first = log_for()
        second = log_for(before=first.before)
        assert (len(first.lines), len(second.lines), second.before) == (LOG_LENGTH, 1, None)
        assert second.lines[0].pk < first.lines[-1].pk


class TestSanctions:
    @pytest.mark.parametrize("number", [1, 3])
    def test_they_take_two_queries(self, moderator, number, django_assert_num_queries):
        for _ in range(number):
            Silence.objects.create(member=make_member(), reason="Bruit", by=moderator)
            Ban.objects.create(member=make_member(), reason="Menaces", by=moderator)
        with django_assert_num_queries(2):
            found = sanctions()
        assert (len(found.silences), len(found.suspensions)) == (number, number)

    def test_only_what_is_in_force(self, moderator):
        now = timezone.now()
        lapsed, lifted, on = make_member(), make_member(), make_member()
        Silence.objects.create(member=lapsed, reason="Bruit", at=now - timedelta(days=2), until=now - timedelta(days=1))
        Silence.objects.create(member=lifted, reason="Bruit", lifted_at=now, lifted_by=moderator)
        Silence.objects.create(member=on, reason="Bruit", until=now + timedelta(days=1))
        assert [row.handle for row in sanctions().silences] == [on.handle]
        [row] = queries.sanctions_of(lifted)
        assert row.lifted_by == moderator.handle
