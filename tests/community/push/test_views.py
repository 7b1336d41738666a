"""The page of the alerts, its forms, and what browsers fetch by themselves."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from community.notices import health
from community.notices.health import Coming
from community.push import messages
from community.push.models import MOST_DEVICES, PushSubscription
from community.push.tasks import ring_device
from realtime import clock
from tests.factories.devices import make_browser, make_device
from tests.factories.members import make_member
from tests.jobs import waiting, work_off

URL = "/moi/alertes/"
DEVICES = "/moi/alertes/appareils/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    found = make_member()
    client.force_login(found)
    return found


def page(client):
    return client.get(URL).content.decode()


def everything():
    return list(PushSubscription.objects.order_by("pk").values())


class TestThePage:
    def test_it_is_for_members(self, client):
        answer = client.get(URL)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))

    def test_without_a_device_it_says_how(self, client, member):
        text = page(client)
        assert "pas branché" in text
        assert "Brancher cet appareil" in text
        assert 'data-key="B' in text, "a point of the curve, whole"

    def test_it_is_kept_by_nobody(self, client, member):
        assert "no-store" in client.get(URL)["Cache-Control"]

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "Rien ne lui a encore été envoyé"),
            ({"last_ok_at": 0}, "Dernier envoi accepté à 10:42:03"),
            ({"last_ok_at": -1, "rang_at": 0}, "A sonné à 10:42:03"),
            ({"last_ok_at": 0, "rang_at": -60}, "Dernier envoi accepté à 10:42:03"),
            ({"failing_since": 0, "tries": 1, "answer": 0}, "Son service de notification ne répond pas"),
            ({"failing_since": 0, "tries": 1, "answer": 429}, "Son service de notification ne répond pas"),
            ({"failing_since": 0, "tries": 1, "answer": 503}, "Son service de notification ne répond pas"),
            ({"failing_since": 0, "tries": 1, "answer": 403}, "refuse nos messages"),
        ],
    )
    def test_what_it_says_of_a_device(self, client, member, monkeypatch, fields, sentence):
        at = clock.now().replace(hour=9, minute=42, second=3, microsecond=0)  # in Zurich an hour later, in winter
        monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=1))
        moments = {
            name: at + timedelta(seconds=value) if name.endswith(("_at", "_since")) else value
            for name, value in fields.items()
        }
        make_device(member, label="Cuisine", **moments)
        text = page(client)
        assert "Cuisine" in text
        assert sentence in " ".join(text.split())

    @pytest.mark.parametrize(
        ("fields", "state"),
        [
            ([], "off"),
            ([{}], "unproven"),
            ([{"last_ok_at": 1}], "works"),
            ([{"last_ok_at": 1, "failing_since": 1, "tries": 1}], "failing"),
            ([{"last_ok_at": 1}, {"failing_since": 1, "tries": 1}], "works"),
            ([{}, {"failing_since": 1, "tries": 1}], "unproven"),
        ],
    )
    def test_how_the_channel_is(self, member, fields, state):
        now = clock.now()
        for each in fields:
            make_device(member, **{name: now if name.endswith(("_at", "_since")) else each[name] for name in each})
        assert health.cards_of(member, now)["push"].state == state

    def test_what_would_be_missed_is_said_once_there(self, client, member, monkeypatch):
        coming = Coming("Un drop ouvre demain à 10:10.", "/drops/K7QZP/", clock.now())
        monkeypatch.setattr(health, "_coming", {"drop": lambda _member, _now: coming})
        assert "Un drop ouvre demain à 10:10." in page(client)
        assert "Un drop ouvre demain" not in client.get("/moi/avis/").content.decode()
        make_device(member, last_ok_at=clock.now())
        assert "Un drop ouvre demain" not in page(client)

    def test_others_devices_are_not_there(self, client, member):
        make_device(make_member(), label="À un autre")
        assert "À un autre" not in page(client)

    def test_no_address_and_no_key_of_a_device_is_on_it(self, client, member):
        device = make_device(member)
        text = page(client)
        assert not [secret for secret in (device.endpoint, device.p256dh, device.auth) if secret in text]

    def test_the_number_of_queries_does_not_grow(self, client, member, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for _ in (1, 3):
            while PushSubscription.objects.count() < (1 if not counts else 3):
                make_device(member, last_ok_at=clock.now())
            client.get(URL)
            with CaptureQueriesContext(connection) as queries:
                client.get(URL)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 9


class TestPluggingIn:
    def test_a_browser_is_plugged_in_and_named(self, client, member):
        answer = client.post(DEVICES, make_browser().keys, headers={"User-Agent": FIREFOX})
        device = PushSubscription.objects.get()
        assert (answer.status_code, answer.json()) == (201, {"id": device.pk})
        assert (device.member, device.label) == (member, "Firefox, Linux")

    def test_nobody_in_particular_plugs_nothing_in(self, client):
        assert client.post(DEVICES, make_browser().keys).status_code == 302
        assert everything() == []

    @pytest.mark.parametrize(
        "spoilt",
        [
            {"endpoint": ""},
            {"endpoint": "https://169.254.169.254/latest/"},
            {"endpoint": "https://localhost/a"},
            {"endpoint": "http://fcm.googleapis.com/a"},
            {"endpoint": "https://push.evil.example/a"},
            {"endpoint": "https://fcm.googleapis.com/" + "a" * 1000},
            {"endpoint": "https://fcm.googleapis.com/a\0"},
            {"p256dh": "B" + "A" * 86},
            {"p256dh": "x" * 500},
            {"auth": "zu kurz"},
            {"auth": ""},
        ],
    )
    def test_what_is_no_good_gets_a_sentence(self, client, member, spoilt):
        answer = client.post(DEVICES, make_browser().keys | spoilt)
        assert answer.status_code == 400
        if "\0" not in str(spoilt):  # that one the house refuses at the door
            assert "Rien n’a changé." in answer.json()["message"]
        assert everything() == []

    def test_another_s_device(self, client, member):
        theirs = make_device(make_member())
        before = everything()
        answer = client.post(DEVICES, make_browser().keys | {"endpoint": theirs.endpoint})
        assert (answer.status_code, everything()) == (400, before)
        assert "quelqu’un d’autre" in answer.json()["message"]

    def test_the_eleventh(self, client, member):
        for _ in range(MOST_DEVICES):
            make_device(member)
        before = everything()
        answer = client.post(DEVICES, make_browser().keys)
        assert (answer.status_code, everything()) == (400, before)
        assert answer.json()["message"] == "Tu as déjà 10 appareils. Retires-en un, puis reviens."

    def test_too_often(self, client, member):
        for _ in range(30):
            client.post(DEVICES, {})
        assert client.post(DEVICES, make_browser().keys).status_code == 429
        assert everything() == []

    def test_it_needs_the_page_s_token(self, member):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(member)
        assert strict.post(DEVICES, make_browser().keys).status_code == 403
        assert everything() == []


class TestRenewal:
    URL = "/alertes/renouvellement/"

    def test_a_worker_follows_its_browser(self, member):
        old, fresh = make_device(member), make_browser()
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(member)
        assert strict.post(self.URL, fresh.keys | {"old": old.endpoint}).status_code == 200
        assert PushSubscription.objects.get().endpoint == fresh.endpoint

    @pytest.mark.parametrize("old", ["", "https://fcm.googleapis.com/guessed"])
    def test_who_does_not_know_the_old_address_changes_nothing(self, client, member, old):
        make_device(member)
        before = everything()
        assert client.post(self.URL, make_browser().keys | {"old": old}).status_code == 400
        assert everything() == before

    def test_nor_does_anybody_else_who_knows_it(self, client, member):
        old = make_device(make_member())
        before = everything()
        assert client.post(self.URL, make_browser().keys | {"old": old.endpoint}).status_code == 400
        assert Client().post(self.URL, make_browser().keys | {"old": old.endpoint}).status_code == 400
        assert everything() == before


class TestADevice:
    def test_it_is_called_otherwise(self, client, member):
        device = make_device(member)
        client.post(f"{DEVICES}{device.pk}/", {"label": "Cuisine"})
        assert PushSubscription.objects.get().label == "Cuisine"

    @pytest.mark.parametrize("label", ["", "   ", "x" * 61])
    def test_it_has_a_name(self, client, member, label):
        device = make_device(member)
        before = everything()
        answer = client.post(f"{DEVICES}{device.pk}/", {"label": label}, follow=True)
        assert "60 caractères" in answer.content.decode()
        assert everything() == before

    def test_it_is_unplugged(self, client, member):
        device, other = make_device(member), make_device(member)
        client.post(f"{DEVICES}{device.pk}/", {"remove": "1"})
        assert list(PushSubscription.objects.all()) == [other]

    @pytest.mark.parametrize("way", ["", "essai/"])
    def test_another_s_is_not_found(self, client, member, way):
        theirs = make_device(make_member())
        before = everything()
        answer = client.post(f"{DEVICES}{theirs.pk}/{way}", {"remove": "1", "label": "à moi"})
        assert (answer.status_code, everything(), waiting()) == (404, before, [])

    @pytest.mark.parametrize("number", ["0", "9" * 30])
    def test_no_number_breaks_anything(self, client, member, number):
        make_device(member)
        before = everything()
        assert client.post(f"{DEVICES}{number}/", {"remove": "1"}).status_code == 404
        answer = client.post(DEVICES, make_browser().keys | {"device": number, "endpoint": "https://evil.example/"})
        assert (answer.status_code, everything()) == (400, before)
        client.post(DEVICES, make_browser().keys | {"device": "9" * 30})
        assert PushSubscription.objects.count() == 2

    @pytest.mark.parametrize("way", ["", "essai/"])
    def test_it_takes_a_press(self, client, member, way):
        device = make_device(member)
        assert client.get(f"{DEVICES}{device.pk}/{way}").status_code == 405


class TestATest:
    def test_it_goes_the_way_of_every_push_and_says_that_it_rang(self, client, member, push_service):
        browser = push_service.subscribe()
        device = make_device(member, browser)
        answer = client.post(f"{DEVICES}{device.pk}/essai/", follow=True)
        assert "Parti vers" in answer.content.decode()
        assert work_off() == 1
        (said,) = browser.messages
        assert "C’est un essai" in said["body"]
        assert Client(enforce_csrf_checks=True).post(said["heard"]).status_code == 204
        device.refresh_from_db()
        assert device.rang_at >= device.last_ok_at
        assert "A sonné à" in page(client)

    def test_it_says_so_when_it_cannot(self, client, member, push_service):
        device = make_device(member, push_service.subscribe(status=403))
        client.post(f"{DEVICES}{device.pk}/essai/")
        work_off()
        assert "refuse nos messages" in page(client)

    def test_one_that_rests_is_tried_all_the_same(self, member, push_service):
        browser = push_service.subscribe()
        later = clock.now() + timedelta(hours=5)
        device = make_device(member, browser, failing_since=clock.now(), tries=5, not_before=later)
        ring_device(device.pk)
        device.refresh_from_db()
        assert (len(browser.heard), device.failing_since) == (1, None)

    def test_in_its_owner_s_language(self, push_service):
        browser = push_service.subscribe()
        ring_device(make_device(make_member(language="de"), browser).pk)
        (said,) = browser.messages
        assert (said["lang"], said["url"]) == ("de", "/de/moi/alertes/")

    def test_of_a_device_that_is_gone_nothing_comes(self, push_service):
        ring_device(0)
        assert push_service.asked == []

    def test_a_few_a_minute(self, client, member):
        device = make_device(member)
        for _ in range(5):
            assert client.post(f"{DEVICES}{device.pk}/essai/").status_code == 302
        assert client.post(f"{DEVICES}{device.pk}/essai/").status_code == 429
        assert len(waiting()) == 5

    @pytest.mark.parametrize("token", ["1", "1:abc:def", "x" * 2000])
    def test_a_forged_word_is_not_heard(self, client, member, token):
        make_device(member, pk=1)
        before = everything()
        assert client.post(f"/alertes/entendu/{token}/").status_code == 404
        assert everything() == before

    def test_an_old_word_is_not_heard(self, client, member, monkeypatch):
        device = make_device(member)
        token = messages.HEARD.sign(str(device.pk))
        assert messages.device_heard(token) == device.pk
        monkeypatch.setattr(messages, "HEARD_FOR", timedelta(seconds=-1))
        assert client.post(f"/alertes/entendu/{token}/").status_code == 404


class TestTheWorker:
    def test_it_may_ring_for_the_whole_site(self, client):
        answer = client.get("/sw.js")
        assert answer["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer["Service-Worker-Allowed"] == "/"
        assert answer["Cache-Control"] == "no-cache"
        assert answer["ETag"]

    def test_it_answers_for_no_page(self, client):
        """A worker that keeps pages would show yesterday's price."""
        script = client.get("/sw.js").content.decode()
        assert 'fetch"' not in script
        assert "caches" not in script

    def test_it_speaks_three_languages_before_anybody_told_it_anything(self, client):
        house = client.get("/sw.js").content.decode().split("const HOUSE = ")[1].split(";\n")[0]
        words = json.loads(house)["words"]
        assert set(words) == {"fr", "de", "en"}
        assert all(words.values())

    def test_it_is_the_same_for_everybody(self, client, member):
        first = client.get("/sw.js").content
        assert Client(headers={"Accept-Language": "de"}).get("/sw.js").content == first


def test_the_page_renews_for_members_alone(client):
    assert 'data-module="device"' not in client.get("/recherche/").content.decode()
    client.force_login(make_member())
    assert 'data-module="device"' in client.get("/recherche/").content.decode()
