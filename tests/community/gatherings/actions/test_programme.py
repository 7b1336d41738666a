"""Publishing, changing and cancelling; what becomes of those who said yes."""

from datetime import timedelta

import pytest

from community.gatherings.actions.answers import withdraw_answer
from community.gatherings.actions.programme import (
    NotNow,
    SeatsAreTaken,
    cancel_gathering,
    delete_draft,
    illustrate_gathering,
    publish_gathering,
    revise_gathering,
)
from community.gatherings.models import Gathering, GatheringState, RsvpState
from community.notices.kinds import Told, kind_of
from community.notices.models import Notice
from community.pictures.door import PictureRefused
from community.pictures.models import Picture
from community.search.models import IndexEntry
from realtime.models import Topic
from tests.community.gatherings.conftest import check_counts, standstill, states
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member
from tests.factories.pictures import upload

pytestmark = pytest.mark.django_db
GOING, WAITING, DECLINED = RsvpState.GOING, RsvpState.WAITING, RsvpState.DECLINED


@pytest.fixture
def gathering():
    return make_gathering()


def draft(**fields):
    return make_gathering(state=GatheringState.DRAFT, published_at=None, **fields)


def told():
    return sorted(Notice.objects.values_list("kind", "member_id"))


def sentence_of(notice):
    kind = kind_of(notice.kind)
    line = Told(notice.pk, notice.kind, notice.key, "", notice.data, notice.count, notice.at, is_read=False)
    assert kind.url(line) == "/evenements/grillades/"
    return kind.sentence(line)


class TestPublishing:
    def test_everybody_sees_it_and_finds_it(self):
        published = publish_gathering(draft())
        assert published.is_published
        assert IndexEntry.objects.filter(kind="gathering", key=published.pk).exists()
        assert Topic.objects.get(name=published.topic).kind == "plan"

    def test_not_twice_and_not_too_late(self, gathering):
        begun = draft(days=-1)
        for each in (gathering, begun):
            with standstill(), pytest.raises(NotNow):
                publish_gathering(each)


class TestRevising:
    def test_more_seats_go_to_the_line(self, gathering):
        make_rsvp(gathering, guests=9)
        first, second, third = (make_rsvp(gathering, state=WAITING) for _ in range(3))
        revise_gathering(gathering, {"capacity": 12})
        assert states(first, second, third) == [GOING, GOING, WAITING]
        assert told() == sorted([("gathering.promoted", first.member_id), ("gathering.promoted", second.member_id)])
        check_counts(gathering)

    def test_nobody_who_was_accepted_is_sent_away(self, gathering):
        make_rsvp(gathering, guests=3)
        with standstill(), pytest.raises(SeatsAreTaken) as refused:
            revise_gathering(gathering, {"capacity": 3})
        assert refused.value.seats == 4
        assert revise_gathering(gathering, {"capacity": 4}).free == 0

    def test_another_hour_or_place_is_told_to_all_whom_it_concerns(self):
        gathering = make_gathering(slug="grillades", title="Grillades")
        going, waiting = make_rsvp(gathering, guests=9, reminded=24), make_rsvp(gathering, state=WAITING)
        make_rsvp(gathering, state=DECLINED)
        later = gathering.starts_at + timedelta(hours=1)
        revise_gathering(gathering, {"starts_at": later, "place": "Le Pré"})
        assert told() == sorted([("gathering.moved", going.member_id), ("gathering.moved", waiting.member_id)])
        assert sentence_of(Notice.objects.first()).startswith("« Grillades » a changé : ce sera ")
        assert sentence_of(Notice.objects.first()).endswith(", Le Pré")
        going.refresh_from_db()
        assert going.reminded is None  # reminded anew, of the new hour
        revise_gathering(gathering, {"starts_at": later + timedelta(hours=1)})
        assert len(told()) == 4  # who has not read of the first is told of the second all the same

    def test_another_word_is_told_to_nobody(self, gathering):
        make_rsvp(gathering)
        before = gathering.sequence
        revised = revise_gathering(gathering, {"summary": "Avec des merguez."})
        assert (told(), revised.sequence) == ([], before + 1)

    def test_the_address_stays(self, gathering):
        with standstill(), pytest.raises(NotNow):
            revise_gathering(gathering, {"slug": "autre"})
        assert revise_gathering(draft(), {"slug": "autre"}).slug == "autre"

    def test_what_is_cancelled_stays(self):
        cancelled = make_gathering(state=GatheringState.CANCELLED)
        with standstill(), pytest.raises(NotNow):
            revise_gathering(cancelled, {"summary": "Si, finalement."})


class TestCancelling:
    def test_who_comes_and_who_waits_are_told_why(self):
        gathering = make_gathering(slug="grillades", title="Grillades")
        going, waiting = make_rsvp(gathering), make_rsvp(gathering, state=WAITING)
        cancelled = cancel_gathering(gathering, reason="La bise.")
        assert cancelled.is_cancelled
        assert told() == sorted([("gathering.cancelled", going.member_id), ("gathering.cancelled", waiting.member_id)])
        assert sentence_of(Notice.objects.first()) == "« Grillades » est annulé. Motif : La bise."

    def test_not_a_draft_not_twice_not_afterwards(self):
        for each in (draft(), make_gathering(state=GatheringState.CANCELLED), make_gathering(days=-2)):
            with standstill(), pytest.raises(NotNow):
                cancel_gathering(each, reason="Trop tard.")


class TestDeleting:
    def test_a_draft_goes(self):
        delete_draft(draft())
        assert not Gathering.objects.exists()

    def test_what_is_public_stays(self, gathering):
        with standstill(), pytest.raises(NotNow):
            delete_draft(gathering)


class TestIllustrating:
    def test_a_picture_replaces_the_former(self, gathering):
        editor = make_member()
        illustrate_gathering(gathering, upload(), by=editor)
        gathering.refresh_from_db()
        assert gathering.picture.is_public
        illustrate_gathering(gathering, upload(), by=editor)
        assert Picture.objects.count() == 1

    def test_what_the_door_refuses(self, gathering):
        with standstill(), pytest.raises(PictureRefused):
            illustrate_gathering(gathering, upload(b"<svg onload=alert(1)>"), by=make_member())


def test_a_party_that_a_smaller_house_never_fits_holds_nobody_up():
    gathering = make_gathering(capacity=3)
    leaving = make_rsvp(gathering, guests=1)
    large, small = make_rsvp(gathering, guests=2, state=WAITING), make_rsvp(gathering, state=WAITING)
    revise_gathering(gathering, {"capacity": 2})
    withdraw_answer(gathering, by=leaving.member)
    assert states(large, small) == [WAITING, GOING]
