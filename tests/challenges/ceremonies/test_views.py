"""The page of a ceremony, the house's desk for it, and the panel of the home page."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory
from django.urls import reverse

from challenges.ceremonies.models import Ceremony
from challenges.ceremonies.panel import qdefi_panel
from challenges.qdefis.models import Qdefi
from community.members.groups import EDITORS
from realtime import clock
from tests.factories.ceremonies import SECONDS, make_ceremony, move_ceremony
from tests.factories.members import make_member
from tests.factories.qdefis import make_qdefi

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    member = make_member(is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(member)
    return member


@pytest.mark.parametrize("language", ["", "/de", "/en"])
def test_without_script_the_page_comes_again_by_itself(client, language):
    qdefi = make_ceremony(since=-1000)
    own = f"{language}/qdefis/{qdefi.slug}/ceremonie/"
    page = client.get(own)
    assert '<noscript><meta http-equiv="refresh" content="300"></noscript>' in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    move_ceremony(qdefi, SECONDS + 1)
    text = client.get(own).content.decode()
    assert text.count("ceremony__rank--shown") == 1
    assert 'http-equiv="refresh" content="1' in text
    move_ceremony(qdefi, 3 * SECONDS)
    text = client.get(own).content.decode()
    assert text.count("ceremony__rank--shown") == 3
    assert "refresh" not in text


def test_an_empty_place_says_why(client):
    qdefi = make_ceremony(since=3 * SECONDS, guesses=(10, 10))
    text = client.get(f"{qdefi.get_absolute_url()}ceremonie/").content.decode()
    assert text.count('<p class="soft">Personne') == 2


@pytest.mark.parametrize("guesses", [(10,), (10, 20, 30)])
def test_the_page_asks_as_much_whoever_won(client, django_assert_num_queries, guesses):
    qdefi = make_ceremony(since=SECONDS, guesses=guesses)
    client.get(f"{qdefi.get_absolute_url()}ceremonie/")
    with django_assert_num_queries(6):
        client.get(f"{qdefi.get_absolute_url()}ceremonie/")


def test_an_editor_plans_moves_and_calls_off(client, editor):
    qdefi = make_qdefi("votes")
    desk = reverse("ceremony_desk", args=[qdefi.pk])
    at = qdefi.results_at.strftime("%Y-%m-%d 23:59")
    assert client.post(desk, {"planifier": "", "starts_at": at, "seconds": 4}).status_code == 400
    assert not Ceremony.objects.exists()
    assert client.post(desk, {"planifier": "", "starts_at": at, "seconds": 5}).status_code == 302
    assert Ceremony.objects.get().seconds == 5
    assert client.get(desk).status_code == 200
    assert desk in client.get(qdefi.get_absolute_url()).content.decode()
    client.post(desk, {"annuler": ""})
    assert not Ceremony.objects.exists()
    refused = client.post(desk, {"article": ""}, follow=True)
    assert "Le podium n’est pas encore montré" in refused.content.decode()


def test_the_desk_makes_an_article(client, editor):
    qdefi = make_ceremony(since=3 * SECONDS)
    desk = reverse("ceremony_desk", args=[qdefi.pk])
    answer = client.post(desk, {"article": ""})
    assert answer.status_code == 302
    assert "/pages/" in answer["Location"]


def test_for_everybody_else_there_is_no_desk(client):
    desk = reverse("ceremony_desk", args=[make_qdefi().pk])
    client.force_login(make_member(level=1))
    assert client.get(desk).status_code in (302, 404)
    client.force_login(make_member(is_staff=True))
    assert client.get(desk).status_code in (302, 404)


def test_the_panel_shows_what_one_can_do_something_about(django_assert_num_queries):
    request = RequestFactory().get("/")
    assert qdefi_panel(request, clock.now()) is None
    make_qdefi("announced")
    entering = make_qdefi("entries")
    with django_assert_num_queries(3):
        shown = qdefi_panel(request, clock.now())
    assert (shown["line"].slug, shown["ceremony_at"]) == (entering.slug, None)
    soon = make_ceremony(since=-60)
    shown = qdefi_panel(request, clock.now())
    assert (shown["line"].slug, shown["ceremony_at"] is None) == (soon.slug, False)
    Qdefi.objects.all().update(published_at=None)
    assert qdefi_panel(request, clock.now()) is None
