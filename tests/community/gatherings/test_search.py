"""Gatherings in the one search, and on the home page."""

import pytest
from django.test import RequestFactory

from community.gatherings.actions.programme import publish_gathering, revise_gathering
from community.gatherings.models import GatheringState
from community.gatherings.panel import gathering_panel
from community.gatherings.search import KIND
from realtime import clock
from tests.factories.gatherings import make_gathering

pytestmark = pytest.mark.django_db


def test_found_by_its_words_once_it_is_public(client):
    draft = make_gathering(title="Soirée tourbillon", text="On parle d’échappements.", state=GatheringState.DRAFT)
    assert "Soirée tourbillon" not in client.get("/recherche/?q=tourbillon").content.decode()
    publish_gathering(draft)
    page = client.get("/recherche/?q=tourbillon").content.decode()
    assert f'href="/evenements/{draft.slug}/"' in page
    assert "La Cour" in page
    revise_gathering(draft, {"title": "Soirée carrousel"})
    assert draft.slug in client.get("/recherche/?q=carrousel").content.decode()


def test_everything_public_is_in_the_index_when_it_is_built_anew():
    shown = [make_gathering(), make_gathering(days=-4), make_gathering(state=GatheringState.CANCELLED)]
    make_gathering(state=GatheringState.DRAFT)
    assert {entry.key for entry in KIND.entries()} == {str(each.pk) for each in shown}


def test_the_home_page_shows_the_next_one(rf: RequestFactory, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    assert gathering_panel(request, clock.now()) is None
    make_gathering(days=30)
    make_gathering(days=2, state=GatheringState.CANCELLED)
    nearest = make_gathering(days=5)
    with django_assert_num_queries(1):
        assert gathering_panel(request, clock.now())["line"].slug == nearest.slug
