import pytest

from community.discussions.actions.reading import carry_stances, mark_read, set_category_stance, set_stance
from community.discussions.models import CategoryStance, Reading, Stance
from community.discussions.telling import tell_of_post
from community.members.models import Activity
from community.notices.live import MeTopic
from realtime.models import Event
from realtime.topics import Viewer
from tests.community.discussions.actions.test_posts import in_threads
from tests.factories.discussions import make_post, make_thread
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def test_one_reads_on_and_never_back(member):
    thread = make_thread(posts=3)
    for number, read in ((2, 2), (1, 2), (3, 3), (99, 3)):
        mark_read(thread.pk, number, by=member)
        assert Reading.objects.get(member=member).number == read


def test_what_was_read_counts_once(member):
    thread = make_thread(posts=3)
    for number in (2, 2, 3, 3):
        mark_read(thread.pk, number, by=member)
    assert Activity.objects.get(member=member).read == 3


def test_reading_keeps_the_stance(member):
    thread = make_thread(posts=2)
    set_stance(thread, Stance.WATCHING, by=member)
    mark_read(thread.pk, 2, by=member)
    reading = Reading.objects.get(member=member)
    assert (reading.number, reading.stance) == (2, Stance.WATCHING)


def test_a_thread_that_is_not_there_is_not_read(member):
    mark_read(10**9, 1, by=member)
    assert not Reading.objects.exists()


def test_a_stance_is_chosen_and_changed(member):
    thread = make_thread()
    for stance in (Stance.MUTED, Stance.TRACKING):
        set_stance(thread, stance, by=member)
        set_category_stance(thread.category, stance, by=member)
    assert Reading.objects.get().stance == CategoryStance.objects.get().stance == Stance.TRACKING


class TestTheBell:
    """What one reads in place one need not be told of any more."""

    @pytest.fixture
    def thread(self, member):
        """Two posts that call the member and answer them, one unread line of the bell for each."""
        thread = make_thread()
        tell_of_post(thread, make_post(thread, source=f"@{member.handle}, tu viens ?"))
        own = make_post(make_thread(), author=member)
        tell_of_post(thread, make_post(thread, reply_to=own))
        return thread

    def unread(self, member):
        return MeTopic().snapshot(Viewer(member), "")["unread"]

    def test_it_falls_with_each_post_that_is_read(self, thread, member):
        for number, left in ((1, 2), (2, 1), (3, 0)):
            mark_read(thread.pk, number, by=member)
            assert self.unread(member) == left
        steps = Event.objects.filter(topic=f"me:{member.pk}", kind="notice.read").order_by("seq")
        assert [step.data for step in steps] == [{"unread": 1}, {"unread": 0}]

    def test_it_falls_though_one_had_come_further_before(self, thread, member):
        Reading.objects.create(member=member, thread=thread, number=3)  # by writing at the end
        mark_read(thread.pk, 3, by=member)
        assert self.unread(member) == 0

    def test_another_thread_and_another_member_are_left_alone(self, thread, member):
        mark_read(make_thread(posts=3).pk, 3, by=member)
        mark_read(thread.pk, 3, by=make_member())
        assert self.unread(member) == 2
        assert not Event.objects.filter(kind="notice.read").exists()


@pytest.mark.django_db(transaction=True)
def test_ten_tabs_read_once():
    thread, member = make_thread(posts=10), make_member()
    in_threads(10, lambda n: mark_read(thread.pk, n + 1, by=member))
    assert Reading.objects.get().number == 10


def test_who_follows_one_thread_follows_the_other_unless_they_chose_there(member):
    one, other = make_thread(), make_thread()
    chosen, muted, unopened = make_member(), make_member(), make_member()
    for each, stance in ((member, Stance.WATCHING), (chosen, Stance.TRACKING), (muted, Stance.MUTED)):
        set_stance(one, stance, by=each)
    set_stance(other, Stance.MUTED, by=chosen)
    mark_read(other.pk, 1, by=member)
    for _ in range(2):
        carry_stances(one, other)
    stances = dict(Reading.objects.filter(thread=other).values_list("member_id", "stance"))
    assert stances[member.pk] == Stance.WATCHING
    assert stances[chosen.pk] == Stance.MUTED
    assert not {muted.pk, unopened.pk} & stances.keys()
    assert Reading.objects.get(thread=other, member=member).number == 1
