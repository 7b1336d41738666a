"""One push on its way, over real HTTP and HTTPS: sealed by the standard, signed, to the address that was checked."""

import json
import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest

from community.outgoing import connections
from community.outgoing.answers import NO_ANSWER, REFUSED
from community.push import delivery, keys
from community.push.delivery import Push, deliver
from community.push.models import PushSubscription
from tests.push_service import PushService, certificate_in
from tests.rfc8291 import claims_of

NOW = datetime(2026, 11, 26, 9, 10, tzinfo=UTC)
MESSAGE = json.dumps({"body": "Ça ouvre : 10 h 10, l’échappement est remonté."}).encode()
TOPIC = "0123456789abcdef0123456789abcdef"


def push_to(browser, **fields):
    """A push for a browser; no database is asked."""
    device = PushSubscription(**browser.keys)
    return Push(**{"device": device, "message": MESSAGE, "topic": TOPIC, "ttl": timedelta(hours=1)} | fields)


class TestOneRequest:
    def test_the_browser_reads_what_was_said(self, push_service):
        browser = push_service.subscribe()
        answer = deliver(push_to(browser, is_urgent=True), NOW)
        assert (answer.status, answer.is_accepted, answer.is_gone) == (201, True, False)
        (heard,) = browser.heard
        assert heard["message"].encode() == MESSAGE
        assert (heard["ttl"], heard["urgency"], heard["topic"]) == ("3600", "high", TOPIC)
        assert "cookie" not in heard

    def test_nobody_else_can(self, push_service):
        browser, other = push_service.subscribe(), push_service.subscribe()
        other.endpoint = browser.endpoint
        assert not deliver(push_to(other), NOW).is_accepted
        assert browser.heard == []

    def test_it_is_signed_for_this_service_and_for_half_a_day(self, push_service, settings):
        browser = push_service.subscribe()
        deliver(push_to(browser), NOW)
        claims = claims_of(browser.heard[0]["authorization"], keys.public_key_of(settings.VAPID_PRIVATE_KEY))
        assert claims["aud"] == push_service.url
        assert claims["sub"] == settings.VAPID_SUBJECT
        assert NOW < datetime.fromtimestamp(claims["exp"], UTC) <= NOW + timedelta(hours=24)

    def test_each_is_sealed_anew(self, push_service, monkeypatch):
        browser, bodies = push_service.subscribe(), []
        seal = delivery._seal
        monkeypatch.setattr(delivery, "_seal", lambda push: bodies.append(seal(push)) or bodies[-1])
        for _ in range(2):
            deliver(push_to(browser), NOW)
        assert bodies[0] != bodies[1]
        assert MESSAGE not in bodies[0]

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_device_that_is_gone(self, push_service, status):
        assert deliver(push_to(push_service.subscribe(status=status)), NOW).is_gone

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("120", timedelta(seconds=120)),
            ("0", timedelta()),
            ("Thu, 26 Nov 2026 09:12:00 GMT", timedelta(minutes=2)),
            ("Thu, 26 Nov 2026 09:00:00 GMT", timedelta()),
            ("soon", None),
            ("Thu, 26 Nov 20260000000000000000 09:12:00 GMT", None),
            ("-5", None),
            ("99999999999", None),
            ("", None),
        ],
    )
    def test_how_long_a_service_wants_to_be_left_alone(self, push_service, value, expected):
        browser = push_service.subscribe(status=429, headers={"Retry-After": value})
        answer = deliver(push_to(browser), NOW)
        assert (answer.status, answer.retry_after) == (429, expected)

    def test_nobody_is_followed_elsewhere(self, push_service):
        there = push_service.subscribe()
        browser = push_service.subscribe(status=307, headers={"Location": there.endpoint})
        answer = deliver(push_to(browser), NOW)
        assert (answer.status, answer.is_accepted) == (307, False)
        assert there.heard == []
        assert len(push_service.asked) == 1

    def test_who_does_not_answer(self, push_service, monkeypatch):
        monkeypatch.setattr(delivery, "TIMEOUT", 0.2)
        assert deliver(push_to(push_service.subscribe(stalls=True)), NOW).status == NO_ANSWER

    def test_who_is_not_there(self, push_service):
        browser = push_service.subscribe()
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            browser.endpoint = f"http://localhost:{nobody.getsockname()[1]}/push/a"
            assert deliver(push_to(browser), NOW).status == NO_ANSWER

    def test_no_proxy_of_the_environment(self, push_service, monkeypatch):
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        assert deliver(push_to(push_service.subscribe()), NOW).is_accepted


class TestOverHTTPS:
    @pytest.fixture
    def service(self, settings, tmp_path):
        settings.PUSH_SERVICES, settings.PUSH_PRIVATE = ["localhost", "127.0.0.1"], True
        with PushService(certificate_in(tmp_path)) as service:
            yield service
        delivery._connections.cache_clear()

    def test_the_certificate_is_asked_for_the_name(self, service, monkeypatch, tmp_path):
        trusting = ssl.create_default_context(cafile=tmp_path / "localhost.pem")
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
        delivery._connections.cache_clear()
        browser = service.subscribe()
        assert deliver(push_to(browser), NOW).is_accepted
        assert browser.heard

    def test_who_nobody_vouches_for_is_told_nothing(self, service):
        delivery._connections.cache_clear()
        browser = service.subscribe()
        assert deliver(push_to(browser), NOW).status == NO_ANSWER
        assert browser.heard == service.asked == []


class TestTheAddress:
    """The name is on the list; where it leads is looked at once, and nowhere else is gone."""

    @pytest.fixture
    def lookups(self, settings, monkeypatch):
        """What the name server says, one answer after the other; what was connected to."""
        settings.PUSH_PRIVATE = False
        said, connected = [], []

        def resolve(host, port, **_options):
            found = said.pop(0)
            family = socket.AF_INET6 if ":" in found[0] else socket.AF_INET
            return [(family, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        class Link:
            def __init__(self, *_kind):
                pass

            def connect(self, address):
                connected.append(address)
                raise ConnectionRefusedError

            def __getattr__(self, _name):
                return lambda *_: None

        monkeypatch.setattr(connections.socket, "getaddrinfo", resolve)
        monkeypatch.setattr(connections.socket, "socket", Link)
        yield said, connected
        delivery._connections.cache_clear()

    def push(self):
        from tests.factories.devices import make_browser

        return push_to(make_browser())

    @pytest.mark.parametrize(
        "addresses",
        [["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.1"], ["142.250.74.10", "10.0.0.1"]],
    )
    def test_one_that_is_not_public_is_refused(self, lookups, addresses):
        said, connected = lookups
        said.append(addresses)
        assert deliver(self.push(), NOW).status == REFUSED
        assert connected == []

    def test_the_connection_goes_to_the_one_that_was_looked_at(self, lookups):
        """A name that answers otherwise the second time (“rebinding”) is asked no second time."""
        said, connected = lookups
        said += [["142.250.74.10", "142.250.74.11"], ["127.0.0.1"]]
        assert deliver(self.push(), NOW).status == NO_ANSWER
        assert connected == [("142.250.74.10", 443), ("142.250.74.11", 443)]
        assert said == [["127.0.0.1"]]

    def test_a_name_that_left_the_list_is_not_even_looked_up(self, lookups, settings):
        settings.PUSH_SERVICES = ["web.push.apple.com"]
        assert deliver(self.push(), NOW).status == REFUSED
