"""A stage with a ballot: it lasts as long, hands on the winner, and shows its tally under its own address."""

import hashlib
import re
import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from community.members.actions.consents import give_consent
from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.models import Ballot
from ideas.ballots.places import place_of
from ideas.creations.actions import stages
from ideas.creations.actions.following import follow_creation
from ideas.creations.actions.stages import (
    attach_ballot,
    date_stage,
    decide_stage,
    revise_stage,
    settle_stage,
    undate_stage,
)
from ideas.creations.consent import PURPOSE
from ideas.creations.models import CreationState, Phase, Stage
from ideas.creations.rules import CreationRefused
from ideas.creations.tasks import watch
from ideas.creations.telling import DECIDED, OPENED, listeners
from realtime import clock
from tests.at_once import at_once
from tests.factories.ballots import close_ballot, make_ballot, make_voters, options_of
from tests.factories.creations import make_creation, make_stage
from tests.ideas.creations.conftest import begun, standstill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def coming(days=2, **fields):
    """A ballot that opens in some days."""
    opens_at = clock.now() + days * DAY
    return make_ballot(opened=False, opens_at=opens_at, closes_at=opens_at + 2 * DAY, **fields)


def with_ballot(creation=None, *, voters=3, **fields):
    """A stage whose ballot is open, with the members who may vote."""
    people = make_voters(voters)
    return make_stage(creation, ballot=make_ballot(**fields)), people


def voted(stage, people):
    """All of them choose the first option, and the ballot closes."""
    first = options_of(stage.ballot)[0]
    for person in people:
        cast_vote(stage.ballot, by=person, choice=first)
    close_ballot(stage.ballot)
    return Stage.objects.select_related("creation", "ballot").get(pk=stage.pk)


def unlocked(number):
    """In the place of the lock: so many read the stage at the same moment, and none waits for the other's end."""
    barrier = threading.Barrier(number)

    def read(stage):
        found = Stage.objects.select_related("creation", "ballot").get(pk=stage.pk)
        barrier.wait(10)
        return found

    return read


def refused(code, act, *given):
    with standstill(), pytest.raises(CreationRefused) as refusal:
        act(*given)
    assert refusal.value.code == code


class TestAttaching:
    def test_the_stage_lasts_as_its_ballot(self):
        ballot = coming()
        stage = attach_ballot(make_stage(opens_in=DAY), ballot)
        assert (stage.starts_at, stage.ends_at, stage.opens_at) == (ballot.opens_at, ballot.closes_at, None)
        assert [stage.phase(moment) for moment in (ballot.opens_at, ballot.closes_at)] == [Phase.OPEN, Phase.CLOSED]
        assert undate_stage(stage).phase(clock.now()) == Phase.PLANNED

    def test_a_draft_of_a_ballot_gives_no_date_yet(self):
        stage = attach_ballot(make_stage(), coming(published_at=None))
        assert stage.phase(clock.now()) == Phase.PLANNED

    def test_what_is_refused(self):
        refused("past", attach_ballot, make_stage(), make_ballot())
        refused("unruled", attach_ballot, make_stage(hands_on="", ruled_at=None), coming())
        taken = coming()
        attach_ballot(make_stage(), taken)
        refused("taken", attach_ballot, make_stage(), taken)
        late = make_stage(make_creation(), opens_in=9 * DAY)
        refused("order", attach_ballot, make_stage(late.creation), coming())

    def test_once_it_is_open_rule_dates_and_ballot_stay(self):
        stage, _people = with_ballot()
        refused("opened", revise_stage, stage, {"hands_on": "Finalement non."})
        refused("opened", date_stage, stage, clock.now() + DAY, clock.now() + 2 * DAY)
        refused("opened", attach_ballot, stage, coming())
        refused("opened", undate_stage, stage)

    def test_no_dates_beside_the_ballots(self):
        stage, _people = with_ballot()
        for change in ({"opens_at": clock.now(), "closes_at": clock.now() + DAY}, {"hands_on": ""}, {"ruled_at": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Stage.objects.filter(pk=stage.pk).update(**change)


class TestDeciding:
    def test_whoever_comes_first_freezes_the_winner(self, client):
        stage, people = with_ballot()
        stage = voted(stage, people)
        page = client.get(stage.get_absolute_url()).content.decode()
        assert "Acier" in re.search(r'id="decision".*?</section>', page, re.DOTALL)[0]
        stage.refresh_from_db()
        assert (stage.phase(clock.now()), stage.outcome) == (Phase.DECIDED, "Acier")
        assert [kind for kind, _key in begun()].count(DECIDED) == 1
        with standstill():
            client.get(stage.creation.get_absolute_url())

    @pytest.mark.parametrize("by", ["story", "task"])
    def test_by_the_story_or_the_task(self, client, by):
        stage, people = with_ballot()
        stage = voted(stage, people)
        if by == "story":
            client.get(stage.creation.get_absolute_url())
        else:
            watch.func(0)
        stage.refresh_from_db()
        assert stage.outcome == "Acier"

    def test_not_before_the_close_and_not_for_a_draft(self):
        stage, _people = with_ballot()
        hidden, people = with_ballot(make_creation(state=CreationState.DRAFT))
        hidden = voted(hidden, people)
        for each in (stage, hidden):
            with standstill():
                assert not settle_stage(each, clock.now()).is_decided

    def test_without_a_winner_the_team_says_what_follows(self):
        stage, _people = with_ballot(quorum_percent=50)
        stage = voted(stage, [])
        assert not settle_stage(stage, clock.now()).is_decided
        stage.refresh_from_db()
        assert not stage.is_due(clock.now())
        assert decide_stage(stage, "La règle de repli : 38,5 mm.").is_decided

    @pytest.mark.django_db(transaction=True)
    def test_six_who_come_at_once_freeze_it_once(self):
        stage, people = with_ballot()
        stage = voted(stage, people)
        settled = at_once(*[partial(settle_stage, stage, clock.now())] * 6)
        assert {each.outcome for each in settled} == {"Acier"}
        assert [kind for kind, _key in begun()].count(DECIDED) == 1

    @pytest.mark.django_db(transaction=True)
    def test_without_the_lock_two_of_them_freeze_it(self, monkeypatch):
        """The control: both have read that it is open, and everybody hears of its decision twice."""
        stage, people = with_ballot()
        stage = voted(stage, people)
        monkeypatch.setattr(stages, "lock_stage", unlocked(2))
        at_once(*[partial(settle_stage, stage, clock.now())] * 2)
        assert [kind for kind, _key in begun()].count(DECIDED) == 2


class TestTheTally:
    def test_under_the_stages_address_byte_for_byte(self, client):
        stage, people = with_ballot()
        address = f"{stage.get_absolute_url()}tally.json"
        assert client.get(address).status_code == 404
        stage = voted(stage, people)
        published = client.get(address)
        ballot = Ballot.objects.get(pk=stage.ballot_id)
        assert hashlib.sha256(published.content).hexdigest() == ballot.digest
        page = client.get(stage.get_absolute_url()).content.decode()
        assert ballot.digest in page
        assert address in page

    def test_a_stage_without_a_ballot_has_none(self, client):
        assert client.get(f"{make_stage().get_absolute_url()}tally.json").status_code == 404


class TestWhoHears:
    def test_an_opening_by_a_ballot_is_told(self):
        stage, _people = with_ballot()
        watch.func(0)
        assert (OPENED, f"stage:{stage.pk}") in begun()

    def test_of_a_decision_who_voted_hears_from_the_ballot(self):
        stage, people = with_ballot()
        stage = voted(stage, people[:2])
        follow_creation(stage.creation, by=people[0])
        follow_creation(stage.creation, by=people[2])
        settle_stage(stage, clock.now())
        about = {"creation": stage.creation_id, "kind": DECIDED, "ballot": stage.ballot_id}
        assert set(listeners(about, 0, 10)) == {people[2].pk}
        assert set(listeners({**about, "ballot": None}, 0, 10)) == {person.pk for person in people}


class TestWhereItShows:
    def test_a_ballot_leads_to_its_stage(self, client):
        stage, _people = with_ballot()
        hidden, _people = with_ballot(make_creation(state=CreationState.DRAFT))
        assert place_of(stage.ballot_id) == stage.get_absolute_url()
        assert place_of(hidden.ballot_id) is None

    def test_what_waits_for_my_vote(self, client):
        stage, (somebody, *_others) = with_ballot()
        client.force_login(somebody)
        for page in ("/creations/", "/moi/"):
            assert f'href="{stage.get_absolute_url()}"' in client.get(page).content.decode()
        cast_vote(stage.ballot, by=somebody, choice=options_of(stage.ballot)[0])
        assert "Ton vote est attendu" not in client.get("/creations/").content.decode()

    def test_a_voter_stands_in_the_credits_after_the_sealing_and_by_consent(self, client):
        stage, (yes, silent, _idle) = with_ballot()
        give_consent(yes, PURPOSE)
        address = stage.creation.get_absolute_url()
        stage = voted(stage, [yes, silent])
        Ballot.objects.filter(pk=stage.ballot_id).update(closes_at=clock.now() + DAY)
        assert yes.handle not in client.get(address).content.decode()  # it is still on
        Ballot.objects.filter(pk=stage.ballot_id).update(closes_at=clock.now())
        client.get(stage.get_absolute_url())
        page = client.get(address).content.decode()
        assert [f"/membres/{who.handle}/" in page for who in (yes, silent)] == [True, False]

    def test_the_pages_are_the_same_whatever_the_votes_are(self, client):
        stage, people = with_ballot()
        pages = ["/creations/", stage.creation.get_absolute_url(), "/api/v1/creations/"]
        pages += [f"/api/v1/creations/{stage.creation.slug}/", f"{stage.creation.get_absolute_url()}feed/"]

        def seen(choices):
            for person, choice in zip(people, choices, strict=True):
                cast_vote(stage.ballot, by=person, choice=choice)
            return [re.sub(rb"<updated>.*?</updated>", b"", client.get(page).content) for page in pages]

        first, second, third = options_of(stage.ballot)
        assert seen([first, first, first]) == seen([third, second, first])

    @pytest.mark.parametrize(("where", "queries"), [("story", 6), ("list", 4)])
    def test_it_costs_the_same_for_one_and_three(self, client, where, queries):
        stage, _people = with_ballot()
        address = stage.creation.get_absolute_url() if where == "story" else "/creations/"

        def counted():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            return len(asked)

        client.get(address)
        one = counted()
        for _ in range(2):
            with_ballot(stage.creation)
        assert counted() == one == queries
