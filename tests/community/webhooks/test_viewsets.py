"""The back office of webhooks: what the team can do there, and that nobody else knows of it."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from community.members.groups import EDITORS
from community.notices.kinds import members_kinds
from community.outgoing.answers import NO_ANSWER
from community.webhooks.models import Delivery, Endpoint, Off, State
from community.webhooks.queries import ON_A_PAGE, log_of
from community.webhooks.rules import MOST_ENDPOINTS
from realtime import clock
from tests.community.webhooks.conftest import standstill, state_of
from tests.factories.members import make_member
from tests.factories.webhooks import DONE, make_delivery, make_endpoint
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db
ATELIER = "/atelier/webhooks/"
FIELDS = {"name": "Stock", "address": "https://stock.example/hooks", "events": [DONE], "is_on": "on"}


@pytest.fixture
def keeper():
    member = make_member(is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(Group.objects.get(name=EDITORS))
    return member


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


def page(client, address, **options):
    return client.get(ATELIER + address, **options).content.decode()


def shown_secrets(text):
    return re.findall(r"whsec_[A-Za-z0-9+/=]+", text)


def actions():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


class TestMaking:
    def test_the_secret_is_shown_once(self, desk):
        form = page(desk, "new/")
        assert DONE in form
        assert "&quot;handle&quot;: &quot;loutre-de-fleurier&quot;" in form
        answer = desk.post(f"{ATELIER}new/", FIELDS)
        made = Endpoint.objects.get()
        assert (made.name, made.address, made.events, made.is_on) == ("Stock", FIELDS["address"], [DONE], True)
        assert answer.url == f"{ATELIER}{made.pk}/secret/"
        assert shown_secrets(page(desk, f"{made.pk}/secret/")) == [made.secret]
        for address in ("", f"edit/{made.pk}/", f"{made.pk}/journal/", f"{made.pk}/secret/"):
            assert shown_secrets(page(desk, address)) == []
        assert actions() == ["wagtail.create"]

    def test_not_on_the_page_of_another(self, desk):
        other = make_endpoint()
        desk.post(f"{ATELIER}new/", FIELDS)
        assert shown_secrets(page(desk, f"{other.pk}/secret/")) == []

    def test_its_page_is_kept_by_nobody(self, desk):
        answer = desk.get(f"{ATELIER}{make_endpoint().pk}/secret/")
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"address": "http://stock.example/"}, "address"),
            ({"address": "https://127.0.0.1/"}, "address"),
            ({"address": "https://a:b@stock.example/"}, "address"),
            ({"events": []}, "events"),
            ({"events": ["autre.done"]}, "events"),
            ({"name": ""}, "name"),
        ],
    )
    def test_what_makes_no_sense_is_said(self, desk, changes, field):
        with standstill():
            answer = desk.post(f"{ATELIER}new/", FIELDS | changes)
        assert list(answer.context["form"].errors) == [field]

    def test_one_beyond_the_most(self, desk):
        for _ in range(MOST_ENDPOINTS):
            make_endpoint()
        with standstill():
            answer = desk.post(f"{ATELIER}new/", FIELDS, follow=True)
        assert f"{MOST_ENDPOINTS} webhooks, c’est le plus" in answer.content.decode()

    def test_it_can_begin_switched_off(self, desk):
        desk.post(f"{ATELIER}new/", FIELDS | {"is_on": ""})
        assert Endpoint.objects.get().off_reason == Off.STAFF


class TestKeeping:
    def test_it_is_changed_and_switched_off_and_on(self, desk):
        endpoint = make_endpoint()
        sent = make_delivery(endpoint)
        desk.post(f"{ATELIER}edit/{endpoint.pk}/", FIELDS | {"name": "Autre", "is_on": ""})
        endpoint.refresh_from_db()
        assert (endpoint.name, endpoint.is_on, endpoint.off_reason) == ("Autre", False, Off.STAFF)
        assert state_of(sent)[0] == State.FAILED
        desk.post(f"{ATELIER}edit/{endpoint.pk}/", FIELDS)
        endpoint.refresh_from_db()
        assert (endpoint.name, endpoint.is_on, endpoint.off_reason) == ("Stock", True, "")

    def test_a_change_leaves_the_secret_alone(self, desk):
        endpoint = make_endpoint()
        secret = endpoint.secret
        desk.post(f"{ATELIER}edit/{endpoint.pk}/", FIELDS | {"secret": "whsec_a", "lost": "4"})
        endpoint.refresh_from_db()
        assert (endpoint.secret, endpoint.lost) == (secret, 0)

    def test_the_secret_is_replaced_and_shown_once(self, desk):
        endpoint = make_endpoint()
        first = endpoint.secret
        with standstill():
            page(desk, f"{endpoint.pk}/secret/")
        answer = desk.post(f"{ATELIER}{endpoint.pk}/secret/", follow=True)
        endpoint.refresh_from_db()
        assert shown_secrets(answer.content.decode()) == [endpoint.secret]
        assert (endpoint.secret != first, endpoint.old_secret) == (True, first)
        assert shown_secrets(page(desk, f"{endpoint.pk}/secret/")) == []
        assert actions() == ["webhooks.secret"]

    def test_it_is_deleted(self, desk):
        endpoint = make_endpoint()
        make_delivery(endpoint)
        desk.post(f"{ATELIER}delete/{endpoint.pk}/")
        assert not Endpoint.objects.exists()
        assert not Delivery.objects.exists()


class TestTheLog:
    def test_it_says_what_when_and_how_it_went(self, desk):
        endpoint = make_endpoint()
        fields = {"tries": 3, "status": 500, "took": 1234, "answer": "<b>Plus tard</b>", "tried_at": clock.now()}
        make_delivery(endpoint, state=State.FAILED, next_at=None, **fields)
        make_delivery(endpoint, state=State.WAITING, tries=1, status=NO_ANSWER)
        text = page(desk, f"{endpoint.pk}/journal/")
        for words in (DONE, "500", "1234&nbsp;ms", "&lt;b&gt;Plus tard&lt;/b&gt;", "perdu", "aucune réponse"):
            assert words in text
        assert "aucune réponse" not in page(desk, f"{endpoint.pk}/journal/?etat=failed")

    def test_of_this_one_alone(self, desk):
        endpoint = make_endpoint()
        make_delivery(make_endpoint())
        assert "Rien n’est encore parti d’ici." in page(desk, f"{endpoint.pk}/journal/")

    @pytest.mark.parametrize(("number", "more"), [(ON_A_PAGE, False), (ON_A_PAGE + 1, True)])
    def test_a_page_and_the_next(self, number, more):
        endpoint = make_endpoint()
        sent = [make_delivery(endpoint).pk for _ in range(number)]
        log = log_of(endpoint.pk)
        assert [each.pk for each in log.lines] == sent[::-1][:ON_A_PAGE]
        assert (log.before is not None) == more
        if log.before:
            rest = log_of(endpoint.pk, before=log.before)
            assert ([each.pk for each in rest.lines], rest.before) == (sent[:1], None)

    @pytest.mark.parametrize("query", ["avant=a", "avant=-1", "avant=9999999999999999999", "etat=autre"])
    def test_what_is_no_page(self, desk, query):
        assert desk.get(f"{ATELIER}{make_endpoint().pk}/journal/?{query}").status_code == 404

    def test_a_test(self, desk, integration):
        endpoint = make_endpoint(integration.url)
        answer = desk.post(f"{ATELIER}{endpoint.pk}/essai/")
        assert answer.url == f"{ATELIER}{endpoint.pk}/journal/"
        work_off()
        assert len(integration.heard) == 1
        assert "webhooks.test" in page(desk, f"{endpoint.pk}/journal/")
        assert actions() == ["webhooks.test"]

    def test_again(self, desk, integration):
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint, state=State.FAILED, next_at=None)
        desk.post(f"{ATELIER}{endpoint.pk}/journal/{sent.pk}/renvoi/")
        work_off()
        assert integration.names == [sent.name]
        assert actions() == ["webhooks.again"]

    def test_not_again_to_one_that_is_off_nor_from_another_s_page(self, desk):
        endpoint = make_endpoint(is_on=False, off_reason=Off.STAFF)
        sent, other = make_delivery(endpoint, state=State.FAILED, next_at=None), make_endpoint()
        with standstill():
            answer = desk.post(f"{ATELIER}{endpoint.pk}/journal/{sent.pk}/renvoi/", follow=True)
            assert "rallume-le" in answer.content.decode()
            assert desk.post(f"{ATELIER}{other.pk}/journal/{sent.pk}/renvoi/").status_code == 404
        assert waiting() == []
        assert actions() == []

    @pytest.mark.parametrize("address", ["{}/essai/", "{}/journal/{}/renvoi/"])
    def test_reading_sends_nothing(self, desk, address):
        endpoint = make_endpoint()
        sent = make_delivery(endpoint)
        with standstill():
            assert desk.get(ATELIER + address.format(endpoint.pk, sent.pk)).status_code == 405


ADDRESSES = ["", "new/", "edit/{}/", "delete/{}/", "{}/journal/", "{}/secret/", "{}/essai/", "{}/journal/{}/renvoi/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_for_others_there_is_nothing(client, address):
    colleague = make_member(is_staff=True)
    colleague.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(colleague)
    endpoint = make_endpoint()
    sent = make_delivery(endpoint)
    with standstill():
        for ask in (client.get, client.post):
            assert ask(ATELIER + address.format(endpoint.pk, sent.pk)).status_code == 404


def test_a_list_asks_as_much_for_three_as_for_one(desk, django_assert_num_queries):
    endpoint = make_endpoint()
    make_delivery(endpoint)
    counted = {}
    for address in ("", f"{endpoint.pk}/journal/"):
        page(desk, address)
        with CaptureQueriesContext(connection) as queries:
            page(desk, address)
        counted[address] = len(queries)
    for _ in range(2):
        make_delivery(make_endpoint())
        make_delivery(endpoint)
    for address, number in counted.items():
        with django_assert_num_queries(number):
            page(desk, address)
    with django_assert_num_queries(1):
        log_of(endpoint.pk)


def test_members_are_not_asked_about_what_the_team_alone_hears():
    assert "webhooks.off" not in {kind.name for kind in members_kinds()}
