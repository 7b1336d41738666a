"""Which drop a creation became: on every page the same, and never before it may be known."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.creations.queries import line_of
from ideas.descent import heirs_of
from realtime import clock
from tests.factories.creations import make_creation, make_decided_stage
from tests.factories.drops import make_draft, make_drop, make_team_member, make_watch
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def creation():
    return make_decided_stage(make_creation(title="Le régulateur")).creation


def text_of(creation, viewer=None):
    return [
        str(each.text) for each in heirs_of([creation.pk], viewer or AnonymousUser(), clock.now()).get(creation.pk, [])
    ]


def test_a_sealed_one_is_absent_and_the_page_is_the_same_as_without(client, creation):
    address = creation.get_absolute_url()
    before = client.get(address).content
    drops = [make_draft(creation=creation), make_drop(creation=creation, opens_at=timezone.now() + 48 * HOUR)]
    for viewer in (AnonymousUser(), make_member()):
        assert text_of(creation, viewer) == []
    assert client.get(address).content == before
    assert len(text_of(creation, make_team_member())) == len(drops)  # there was something to hide


def test_an_announced_one_is_absent_since_the_link_would_name_its_watch(client, creation):
    before = client.get(creation.get_absolute_url()).content
    drop = make_drop(creation=creation, opens_at=timezone.now() + HOUR)
    assert text_of(creation) == text_of(creation, make_member()) == []
    assert client.get(creation.get_absolute_url()).content == before
    own = client.get(f"/drops/{drop.code}/").content.decode()
    assert creation.title not in own


def test_an_open_one_names_its_watch_and_leads_back(client, creation):
    drop = make_drop(creation=creation, watch=make_watch(name="Heure du Lac"))
    assert text_of(creation) == ["Heure du Lac, ouvert"]
    page = client.get(f"/drops/{drop.code}/").content.decode()
    assert creation.get_absolute_url() in page
    assert "Le régulateur" in page


@pytest.mark.parametrize("how", [{"rehearsal": True}, {"cancelled_at": timezone.now()}])
def test_rehearsals_and_what_was_called_off_are_left_out(creation, how):
    make_drop(creation=creation, **how)
    assert text_of(creation) == []


def test_it_costs_the_same_for_one_and_three(creation):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            assert line_of(creation.pk, AnonymousUser(), clock.now())
        return len(queries)

    make_drop(creation=creation)
    one = counted()
    make_drop(creation=creation)
    make_drop(creation=creation)
    assert counted() == one == 4
