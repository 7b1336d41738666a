"""What became of mails, told by who delivers them: signed, once, all or nothing."""

import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.mail import failing, holders
from community.mail.api import LARGEST, MOST, MailEventsView
from community.mail.models import MailAddressState, MailEvent
from community.mail.signatures import WINDOW, signature_of
from community.notices.mail.channel import reachable
from realtime import clock
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

SECRET = "un-secret-de-cinquante-signes-au-moins-0123456789-abc"
PATH = "/api/v1/mail/events/"


@pytest.fixture(autouse=True)
def heard(settings, monkeypatch):
    """With a secret, at one moment; what listeners are told."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    settings.MAIL_WEBHOOK_SECRET = SECRET
    told = []
    monkeypatch.setattr(failing, "_listeners", [told.append])
    monkeypatch.setattr(holders, "_holders", [set])
    return told


def event(name="1", kind="bounced", address="ada@test.example", permanent=True, **fields):
    at = clock.now().isoformat()
    return {"id": name, "type": kind, "address": address, "at": at, "permanent": permanent} | fields


def post(client, events, *, secret=SECRET, late=0, signature=None, body=None):
    body = json.dumps(events).encode() if body is None else body
    timestamp = str(int(clock.now().timestamp()) - late)
    headers = {"Mail-Timestamp": timestamp, "Mail-Signature": signature or signature_of(secret, timestamp, body)}
    return client.post(PATH, body, content_type="application/json", headers=headers)


def nothing_changed(heard):
    return not MailEvent.objects.exists() and not MailAddressState.objects.exists() and heard == []


def test_a_permanent_bounce_switches_the_address_off_and_is_told_once(client, heard):
    told = event(address="Ada@Test.example")
    assert post(client, [told]).json() == {"received": 1, "taken": 1}
    assert post(client, [told]).json() == {"received": 1, "taken": 0}
    assert post(client, [event("2")]).json() == {"received": 1, "taken": 1}
    state = MailAddressState.objects.get()
    assert (state.address, state.fault) == ("ada@test.example", "bounced")
    assert state.failing_since.isoformat() == told["at"]
    assert heard == [["ada@test.example"]]


def test_an_event_twice_in_one_list_is_one(client, heard):
    assert post(client, [event(), event()]).json() == {"received": 2, "taken": 1}
    assert heard == [["ada@test.example"]]


@pytest.mark.parametrize(
    ("kind", "permanent", "fault"),
    [("bounced", False, ""), ("complained", False, "complained"), ("delivered", True, "")],
)
def test_what_each_kind_of_event_means(client, heard, kind, permanent, fault):
    assert post(client, [event(kind=kind, permanent=permanent)]).status_code == 200
    state = MailAddressState.objects.filter(address="ada@test.example").first()
    assert (state.fault if state else "") == fault
    assert bool(state and state.delivered_at) == (kind == "delivered")
    assert bool(heard) == bool(fault)


def test_what_comes_to_an_address_that_fails_does_not_open_it_again(client):
    post(client, [event("1"), event("2", "delivered")])
    state = MailAddressState.objects.get()
    assert state.fault == "bounced"
    assert state.delivered_at


@pytest.mark.parametrize("kind", ["bounced", "complained", "delivered"])
def test_of_an_address_that_is_nobodys_nothing_is_kept(client, heard, monkeypatch, kind):
    monkeypatch.setattr(holders, "_holders", [])
    assert post(client, [event(kind=kind)]).json() == {"received": 1, "taken": 1}
    assert not MailAddressState.objects.exists()
    assert heard == []


def test_an_older_delivery_does_not_put_back_the_clock(client):
    now = clock.now()
    earlier = (now - timedelta(hours=1)).isoformat()
    post(client, [event("1", "delivered", at=now.isoformat())])
    post(client, [event("2", "delivered", at=earlier)])
    assert MailAddressState.objects.get().delivered_at == now


def test_what_is_dated_tomorrow_happened_now(client):
    post(client, [event(at=(clock.now() + timedelta(days=1)).isoformat())])
    assert MailAddressState.objects.get().failing_since <= clock.now()


def test_without_a_secret_nobody_is_listened_to(client, heard, settings):
    settings.MAIL_WEBHOOK_SECRET = ""
    assert post(client, [event()], secret="").status_code == 404
    assert nothing_changed(heard)


@pytest.mark.parametrize(
    "forged",
    [{"secret": "autre"}, {"signature": "0" * 64}, {"signature": "é"}, {"late": WINDOW + 2}, {"late": -WINDOW - 2}],
    ids=str,
)
def test_what_is_not_signed_within_five_minutes_is_refused(client, heard, forged):
    answer = post(client, [event()], **forged)
    assert answer.status_code == 403
    assert answer.json()["detail"]
    assert nothing_changed(heard)


def test_just_within_five_minutes_is_taken(client):
    assert post(client, [event()], late=WINDOW - 2).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Mail-Timestamp": "x" * 400, "Mail-Signature": "0" * 64}])
def test_without_sound_headers_it_is_refused(client, heard, headers):
    answer = client.post(PATH, b"[]", content_type="application/json", headers=headers)
    assert answer.status_code == 403
    assert nothing_changed(heard)


def test_a_changed_body_is_not_what_was_signed(client, heard):
    timestamp = str(int(clock.now().timestamp()))
    headers = {"Mail-Timestamp": timestamp, "Mail-Signature": signature_of(SECRET, timestamp, b"[]")}
    body = json.dumps([event()])
    assert client.post(PATH, body, content_type="application/json", headers=headers).status_code == 403
    assert nothing_changed(heard)


WRONG = {
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "endless nesting": b"[" * 100_000,
    "no list": b'{"id": "1"}',
    "a number": b"7",
    "a list of numbers": b"[7]",
    "an unknown type": json.dumps([{"id": "1", "type": "opened", "address": "a@b.example", "at": "2026-01-01T00:00Z"}]),
    "no address": json.dumps([{"id": "1", "type": "bounced", "address": "ada", "at": "2026-01-01T00:00Z"}]),
    "no hour": json.dumps([{"id": "1", "type": "bounced", "address": "a@b.example", "at": "hier"}]),
    "a null character": json.dumps(
        [{"id": "1\0", "type": "bounced", "address": "a@b.example", "at": "2026-01-01T00:00Z"}]
    ),
    "a long name": json.dumps(
        [{"id": "x" * 201, "type": "bounced", "address": "a@b.example", "at": "2026-01-01T00:00Z"}]
    ),
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_is_no_list_of_events_is_refused_in_a_sentence(client, heard, body):
    answer = post(client, None, body=body if isinstance(body, bytes) else body.encode())
    assert answer.status_code == 400
    assert answer.json()
    assert nothing_changed(heard)


def test_of_a_list_with_one_wrong_event_none_is_taken(client, heard):
    assert post(client, [event("1"), event("2", "opened")]).status_code == 400
    assert nothing_changed(heard)


def test_a_megabyte_is_too_much(client, heard):
    assert post(client, None, body=b" " * (LARGEST + 1)).status_code == 413
    assert post(client, None, body=b" " * 1024 * 1024).status_code == 413
    assert post(client, None, body=b" " * LARGEST).status_code == 400
    assert nothing_changed(heard)


@pytest.mark.parametrize(("length", "status"), [(LARGEST, 403), (LARGEST + 1, 413)])
def test_a_body_that_comes_in_pieces_is_counted(rf, length, status):
    request = rf.post(PATH)
    request._stream = io.BytesIO(b" " * length)  # as the event loop hands over a body of no declared length
    del request.META["CONTENT_LENGTH"]
    assert MailEventsView.as_view()(request).status_code == status


@pytest.mark.parametrize(("number", "status"), [(MOST, 200), (MOST + 1, 400)])
def test_so_many_at_once(client, heard, number, status):
    events = [event(str(each), "delivered", f"m{each}@test.example") for each in range(number)]
    assert post(client, events).status_code == status
    assert MailEvent.objects.count() == (number if status == 200 else 0)


def test_a_list_costs_as_much_as_one(client):
    def asked(*events):
        with CaptureQueriesContext(
            connection,
        ) as asking:
            assert post(client, list(events)).status_code == 200
        return len(asking)

    assert asked(event("1", address="a@b.example")) == asked(
        *(event(str(each), address=f"m{each}@test.example") for each in range(2, 5))
    )


def test_it_is_posted_only(client):
    assert client.get(PATH).status_code == 405


def test_the_api_describes_it(client):
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/mail/events/"]["post"]
    assert {"Mail-Timestamp", "Mail-Signature"} == {each["name"] for each in described["parameters"]}
    assert set(described["responses"]) == {"200", "400", "403", "404", "413"}
    assert described["requestBody"]["content"]["application/json"]["schema"]["type"] == "array"


@pytest.mark.parametrize(("kind", "why"), [("bounced", "Vérifie ta boîte"), ("complained", "geste de trop")])
def test_its_member_gets_no_mail_any_more_and_reads_why(client, kind, why):
    member = make_member()
    assert reachable([member.pk]) == {member.pk}
    assert post(client, [event(kind=kind, address=member.email)]).status_code == 200
    assert reachable([member.pk]) == set()
    client.force_login(member)
    page = client.get("/moi/alertes/").content.decode()
    assert "ne passe plus" in page
    assert why in page
