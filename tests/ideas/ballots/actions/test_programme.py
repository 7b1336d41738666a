"""Writing a ballot, publishing it, changing it until it opens; and beginning anew after a restore."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from community.pictures.models import Picture
from ideas.ballots.actions.programme import (
    NotNow,
    WrongOptions,
    delete_draft,
    illustrate_option,
    publish_ballot,
    revise_ballot,
)
from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.models import Ballot, BallotKey, Option
from realtime import clock
from realtime.models import Topic
from tests.factories.ballots import make_ballot, make_sealed, make_voters, options_of, seal
from tests.factories.pictures import make_row, upload
from tests.ideas.ballots.conftest import check_counts, standstill

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft():
    now = clock.now()
    return make_ballot(published_at=None, opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))


def refused(refusal, verb, *args):
    with standstill(), pytest.raises(refusal):
        verb(*args)


def test_publishing(draft):
    published = publish_ballot(draft)
    assert published.published_at
    assert Topic.objects.get(name=draft.topic).kind == "plan"
    refused(NotNow, publish_ballot, draft)


def test_nothing_is_published_that_offers_no_choice_or_is_over(draft):
    Ballot.objects.filter(pk=draft.pk).update(
        opens_at=clock.now() - timedelta(days=2), closes_at=clock.now() - timedelta(days=1)
    )
    refused(NotNow, publish_ballot, draft)
    refused(WrongOptions, publish_ballot, make_ballot(published_at=None, options=["Seule"]))


def test_until_it_opens_all_can_change(draft, admin_of):
    publish_ballot(draft)
    kept = draft.options.get(label="Acier")
    Option.objects.filter(label="Bronze").update(picture=make_row(admin_of, is_used=True))
    revise_ballot(draft, {"question": "Et la boîte ?"}, [("Acier", "Inoxydable."), ("Or", "")])
    draft.refresh_from_db()
    assert draft.question == "Et la boîte ?"
    assert list(draft.options.values_list("label", "text")) == [("Acier", "Inoxydable."), ("Or", "")]
    assert draft.options.get(label="Acier") == kept
    assert not Picture.objects.exists()


@pytest.mark.parametrize("options", [[], [("Seule", "")], [("A", ""), ("A", "")], [(str(n), "") for n in range(21)]])
def test_two_options_to_twenty_and_each_once(draft, options):
    refused(WrongOptions, revise_ballot, draft, {}, options)


def test_once_its_hour_has_come_nothing_changes(admin_of):
    for ballot in (make_ballot(), make_ballot(opened=False), make_sealed(voters=0)):
        refused(NotNow, revise_ballot, ballot, {"question": "Trop tard ?"})
        refused(NotNow, delete_draft, ballot)


def test_a_draft_can_be_forgotten(draft):
    delete_draft(draft)
    assert not Ballot.objects.exists()


def test_a_picture_comes_through_the_one_door(draft, admin_of):
    option = draft.options.first()
    illustrate_option(option, upload(), "Une boîte", by=admin_of)
    illustrate_option(option, upload(), "Une autre", by=admin_of)
    option.refresh_from_db()
    assert (option.picture.is_public, option.picture_alt, Picture.objects.count()) == (True, "Une autre", 1)


def test_the_database_keeps_the_numbers_straight():
    ballot = make_ballot()
    for wrong in (
        {"voted": 1},  # more than the roll
        {"closes_at": ballot.opens_at},
        {"quorum_percent": 101},
        {"sealed_at": clock.now()},
        {"eligible": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.filter(pk=ballot.pk).update(**wrong)


class TestAfterARestore:
    def test_ballots_without_their_key_begin_anew(self, capsys):
        [member] = make_voters(1)
        lost, kept, over = make_ballot(), make_ballot(), make_sealed(voters=0)
        for ballot in (lost, kept):
            cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        BallotKey.objects.filter(ballot=lost).delete()
        call_command("renew_ballots")
        assert capsys.readouterr().out.count("\n") == 1
        for ballot in (lost, kept, over):
            check_counts(ballot)
        assert (lost.voted, kept.voted) == (0, 1)
        cast_vote(lost, by=member, choice=options_of(lost)[1])
        assert seal(lost).outcome["winners"] == [options_of(lost)[1]]

    def test_nothing_to_renew(self):
        make_ballot()
        with standstill():
            call_command("renew_ballots")
