"""A flag, its limits, and what several flags do at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from community.members.models import Member
from community.moderation.actions import FlagRefused, approve_item, change_settings, decline_item, flag_content
from community.moderation.actions import flags as module
from community.moderation.models import AuditEntry, Flag, Item, Silence
from community.notices.models import Notice
from realtime.models import Event
from tests.factories.members import make_member
from tests.factories.moderation import flag, make_moderator
from tests.factories.moderation import shelf as registered


def refused(shelf, key, *, by=None, reason="spam", note="", kind=None):
    """The code of the refusal; nothing has changed and nobody heard of it."""
    before = (Flag.objects.count(), list(Item.objects.values()), list(shelf.done), Event.objects.count())
    with pytest.raises(FlagRefused) as refusal:
        flag_content(kind or shelf.name, key, by=by or make_member(level=1), reason=reason, note=note)
    assert (Flag.objects.count(), list(Item.objects.values()), list(shelf.done), Event.objects.count()) == before
    assert refusal.value.message
    assert refusal.value.message != refusal.value.code
    return refusal.value.code


@pytest.mark.django_db
class TestOneFlag:
    def test_it_opens_an_item_and_weighs_by_trust(self, shelf):
        author = make_member(level=1)
        key = shelf.put(author)
        for level, weight in enumerate((1, 2)):
            member = make_member(level=level)
            kept = flag_content(shelf.name, key, by=member, reason="off_topic", note="  Rien   à voir ")
            assert (kept.weight, kept.note, kept.reason) == (weight, "Rien à voir", "off_topic")
        item = Item.objects.get()
        assert (item.kind, item.key, item.author) == (shelf.name, key, author)
        assert (item.flags_count, item.weight, item.is_hidden) == (2, 3, False)
        assert not shelf.done
        assert not Event.objects.exists()

    @pytest.mark.parametrize(("level", "weight"), [(0, 1), (1, 2), (2, 3), (3, 4)])
    def test_each_level_has_its_weight(self, shelf, level, weight):
        flag(shelf, shelf.put(), level=level)
        assert Item.objects.get().weight == weight

    def test_the_team_hides_alone(self, shelf):
        key = shelf.put(make_member())
        flag(shelf, key, by=make_moderator())
        assert shelf.done == [("hide", key, None)]

    def test_what_is_refused(self, shelf):
        author = make_member(level=1)
        key = shelf.put(author)
        assert refused(shelf, key, by=author) == "own"
        assert refused(shelf, "9999") == "gone"
        assert refused(shelf, key, kind="inconnu") == "gone"
        assert refused(shelf, shelf.put(may_be_seen=False)) == "gone"
        assert refused(shelf, key, reason="jalousie") == "reason"
        assert refused(shelf, key, reason="other") == "note"
        assert refused(shelf, key, reason="other", note=" \n ") == "note"
        assert refused(shelf, key, note="x" * 501) == "note"

    def test_a_note_may_have_500_characters(self, shelf):
        flag(shelf, shelf.put(), reason="other", note="x" * 500)
        assert len(Flag.objects.get().note) == 500

    def test_a_kind_may_say_no(self):
        with registered("refus", may_flag=lambda _key, _viewer: False) as made:
            assert refused(made, made.put()) == "gone"

    def test_who_may_not_write_may_not_flag(self, shelf):
        silenced, suspended = make_member(level=1), make_member(is_active=False)
        Silence.objects.create(member=silenced, reason="Du bruit")
        key = shelf.put()
        assert refused(shelf, key, by=silenced) == "silenced"
        assert refused(shelf, key, by=suspended) == "silenced"

    def test_once_a_member_and_item(self, shelf):
        key = shelf.put()
        member = flag(shelf, key)
        assert refused(shelf, key, by=member) == "again"
        assert refused(shelf, key, by=member, reason="injurious") == "again"
        flag(shelf, shelf.put(), by=member)


@pytest.mark.django_db
class TestLimits:
    @pytest.mark.parametrize("level", [0, 1])
    def test_a_day_has_so_many_flags(self, shelf, level):
        member = make_member(level=level)
        for _ in range(20):
            flag(shelf, shelf.put(), by=member)
        assert refused(shelf, shelf.put(), by=member) == "flags_a_day"
        Flag.objects.filter(pk=Flag.objects.earliest("pk").pk).update(at=timezone.now() - timedelta(days=1, seconds=1))
        flag(shelf, shelf.put(), by=member)
        assert refused(shelf, shelf.put(), by=member) == "flags_a_day"

    def test_after_a_decision_not_again_for_a_day(self, shelf):
        key, moderator = shelf.put(), make_moderator()
        member = flag(shelf, key)
        approve_item(Item.objects.get().pk, by=moderator)
        assert refused(shelf, key, by=member) == "decided"
        other = flag(shelf, key)
        assert Item.objects.count() == 2
        decline_item(Item.objects.get(decided_at=None).pk, by=moderator)
        Item.objects.filter(flags__member=member).update(decided_at=timezone.now() - timedelta(hours=24, seconds=1))
        flag(shelf, key, by=member)
        assert refused(shelf, key, by=other) == "decided"


@pytest.mark.django_db
class TestTheThreshold:
    @pytest.mark.parametrize(("levels", "is_hidden"), [((1, 1, 0), False), ((1, 1, 1), True), ((2, 2), True)])
    def test_it_hides_at_once_and_once(self, shelf, levels, is_hidden):
        key = shelf.put(make_member(level=1))
        for level in levels:
            flag(shelf, key, level=level)
        assert shelf.done == ([("hide", key, None)] if is_hidden else [])
        assert Item.objects.get().is_hidden == is_hidden
        flag(shelf, key)
        flag(shelf, key)
        assert shelf.done == [("hide", key, None)]
        assert AuditEntry.objects.filter(verb="item.hidden").count() == 1

    @pytest.mark.parametrize(("flags", "is_hidden"), [(4, False), (5, True)])
    def test_the_house_sets_it(self, shelf, flags, is_hidden):
        change_settings(by=make_moderator(), premoderates_newcomers=False, hide_threshold=10)
        key = shelf.put(make_member(level=1))
        for _ in range(flags):
            flag(shelf, key)
        assert Item.objects.get().is_hidden == is_hidden

    def test_the_author_hears_why_and_no_name(self, shelf):
        author = make_member(level=1)
        key = shelf.put(author, title="Ma montre")
        flaggers = [flag(shelf, key, reason="injurious") for _ in range(3)]
        notice = Notice.objects.get()
        assert (notice.member, notice.kind, notice.actor) == (author, "moderation.hidden", None)
        content = {"kind": shelf.name, "key": key, "title": "Ma montre", "place": "Au comptoir"}
        assert notice.data == content | {"url": f"/cafe/p/{key}/", "reason": "injurious"}
        assert not any(flagger.handle in str(notice.data) for flagger in flaggers)

    def test_a_kind_that_fails_to_hide_keeps_no_flag(self, shelf):
        key = shelf.put(make_member(level=1))
        flag(shelf, key)
        flag(shelf, key)

        shelf.is_stuck = True
        with pytest.raises(OSError, match="coincé"):
            flag(shelf, key)
        assert (Item.objects.get().flags_count, Item.objects.get().is_hidden, Notice.objects.count()) == (2, False, 0)


@pytest.mark.django_db
class TestNewcomers:
    @pytest.mark.parametrize(("flaggers", "is_silenced"), [(2, False), (3, True)])
    def test_three_flaggers_silence_one(
        self, shelf, flaggers, is_silenced, mailoutbox, django_capture_on_commit_callbacks
    ):
        newcomer = make_member(level=0)
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(flaggers):
                flag(shelf, shelf.put(newcomer), level=0)
        silences = list(Silence.objects.filter(member=newcomer, is_automatic=True, by=None))
        assert len(silences) == is_silenced == len(mailoutbox)
        if is_silenced:
            assert timedelta(days=2, hours=23) < silences[0].until - timezone.now() <= timedelta(days=3)
            assert AuditEntry.objects.get(verb="member.silenced").about_id == newcomer.pk

    def test_the_same_flagger_three_times_does_not(self, shelf):
        newcomer, flagger = make_member(level=0), make_member(level=1)
        for _ in range(3):
            flag(shelf, shelf.put(newcomer), by=flagger)
        assert not Silence.objects.exists()

    @pytest.mark.parametrize("fields", [{"level": 1}, {"level": 0, "is_staff": True}])
    def test_others_are_not_silenced_by_flags(self, shelf, fields):
        author = make_member(**fields)
        for _ in range(4):
            flag(shelf, shelf.put(author), level=0)
        assert not Silence.objects.exists()

    def test_one_silence_is_enough(self, shelf):
        newcomer = make_member(level=0)
        for _ in range(6):
            flag(shelf, shelf.put(newcomer), level=0)
        assert Silence.objects.count() == 1

    def test_what_the_team_approves_frees_them_again(self, shelf):
        newcomer, moderator = make_member(level=0), make_moderator()
        key = shelf.put(newcomer)
        for _ in range(3):
            flag(shelf, key, level=0)
        approve_item(Item.objects.get().pk, by=moderator)
        assert Silence.objects.get().lifted_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("crowd", [200, pytest.param(1000, marks=pytest.mark.heavy)])
def test_a_storm_stays_cheap_and_hides_once(shelf, django_assert_num_queries, crowd):
    author = make_member(level=1)
    key = shelf.put(author)
    members = Member.objects.bulk_create(
        Member(email=f"orage{number}@test.example", handle=f"orage-{number}", level=1) for number in range(crowd)
    )
    for member in members[:10]:
        flag(shelf, key, by=member)
    with django_assert_num_queries(12) as early:
        flag(shelf, key, by=members[10])
    for member in members[11:-1]:
        flag(shelf, key, by=member)
    with django_assert_num_queries(len(early)):
        flag(shelf, key, by=members[-1])
    item = Item.objects.get()
    assert (item.flags_count, item.weight) == (crowd, 2 * crowd)
    assert shelf.done == [("hide", key, None)]
    assert Notice.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    """Three flags that cross the threshold together hide once; the control takes the item's lock away."""

    def rush(self, shelf, key, members):
        start, codes = threading.Barrier(len(members)), []

        def one(member):
            start.wait(10)
            try:
                flag_content(shelf.name, key, by=member, reason="spam")
            except FlagRefused as refusal:
                codes.append(refusal.code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(member,)) for member in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return codes

    def test_they_hide_once(self, shelf):
        for _ in range(5):
            key = shelf.put(make_member(level=1))
            self.rush(shelf, key, [make_member(level=2) for _ in range(3)])
            item = Item.objects.get(key=key)
            assert (item.flags_count, item.weight, item.is_hidden) == (3, 9, True)
            assert shelf.done.count(("hide", key, None)) == 1
            assert Notice.objects.filter(key=f"{shelf.name}:{key}").get().count == 1

    def test_without_the_lock_they_miscount(self, shelf, monkeypatch):
        seen = threading.Barrier(3, timeout=5)

        def unlocked(kind, key, author_id):
            item = Item.objects.get_or_create(kind=kind.name, key=key, author_id=author_id)[0]
            seen.wait()
            return item

        key = shelf.put(make_member(level=1))
        Item.objects.create(kind=shelf.name, key=key)
        Item.objects.update(author=Member.objects.latest("pk"))
        monkeypatch.setattr(module, "lock_item", unlocked)
        self.rush(shelf, key, [make_member(level=2) for _ in range(3)])
        assert Item.objects.get(key=key).flags_count < 3

    def test_twenty_tabs_share_one_day(self, shelf):
        member = make_member(level=1)
        for _ in range(15):
            flag(shelf, shelf.put(), by=member)
        keys = [shelf.put() for _ in range(20)]
        start, codes = threading.Barrier(20), []

        def one(key):
            start.wait(10)
            try:
                flag_content(shelf.name, key, by=member, reason="spam")
            except FlagRefused as refusal:
                codes.append(refusal.code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(key,)) for key in keys]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert Flag.objects.filter(member=member).count() == 20
        assert codes == ["flags_a_day"] * 15

    def test_two_of_a_newcomers_posts_at_once_silence_once(self, shelf):
        newcomer = make_member(level=0)
        for _ in range(2):
            flag(shelf, shelf.put(newcomer), level=0)
        keys = [shelf.put(newcomer) for _ in range(3)]
        members = [make_member(level=0) for _ in keys]
        start, errors = threading.Barrier(3), []

        def one(key, member):
            start.wait(10)
            try:
                flag_content(shelf.name, key, by=member, reason="spam")
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is told below
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=pair) for pair in zip(keys, members, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not errors
        assert Silence.objects.filter(member=newcomer).count() == 1


def test_the_content_is_locked_before_the_item(db):
    order = []
    with registered("ordre", lock=lambda key: order.append(("lock", Item.objects.filter(key=key).exists()))) as made:
        key = made.put(make_member(level=1))
        flag(made, key)
    assert order == [("lock", False)]
