"""One request to somebody else's server, over real HTTP and HTTPS: where it goes, how long, how much is read."""

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta

import pytest

from community.outgoing import connections, posting
from community.outgoing.addresses import split_address
from community.outgoing.answers import NO_ANSWER, REFUSED
from community.outgoing.posting import Bounds, post
from tests.integration import Integration
from tests.push_service import certificate_in

NOW = datetime(2026, 11, 30, 9, 10, tzinfo=UTC)
MOST = 100


@pytest.fixture
def integration():
    with Integration() as listening:
        yield listening


def ask(address, seconds=2.0, may_reach=lambda _address: True, body=b"{}"):
    to = split_address(address, longest=200)
    return post(to, body, {"X-A": "b"}, bounds=Bounds(may_reach, seconds, MOST), now=NOW)


class TestOneRequest:
    def test_it_arrives_as_it_is(self, integration):
        integration.words = "Reçu.".encode()
        reply = ask(f"{integration.url}/a/b?c=d", body="é".encode())
        assert (reply.status, reply.start.decode(), reply.retry_after) == (204, "", None)
        (heard,) = integration.heard
        assert (heard.path, heard.body, heard.headers["x-a"]) == ("/a/b?c=d", "é".encode(), "b")
        assert heard.headers["host"] == f"localhost:{integration.port}"
        assert "cookie" not in heard.headers

    def test_without_a_path(self, integration):
        assert ask(integration.url).status == 204
        assert integration.heard[0].path == "/"

    @pytest.mark.parametrize(("length", "read"), [(MOST, MOST), (MOST + 1, MOST), (100_000, MOST)])
    def test_an_answer_is_read_to_its_limit(self, integration, length, read):
        integration.statuses, integration.words = [200], b"a" * length
        assert len(ask(integration.url).start) == read

    def test_nobody_is_followed_elsewhere(self, integration):
        integration.statuses = [307]
        integration.headers = {"Location": f"{integration.url}/ailleurs", "Retry-After": "30"}
        reply = ask(integration.url)
        assert (reply.status, reply.retry_after) == (307, timedelta(seconds=30))
        assert [each.path for each in integration.heard] == ["/"]

    def test_no_proxy_of_the_environment(self, integration, monkeypatch):
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        assert ask(integration.url).status == 204

    def test_who_is_not_there(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            assert ask(f"http://localhost:{nobody.getsockname()[1]}/").status == NO_ANSWER

    def test_a_name_that_nobody_has(self, monkeypatch):
        def unknown(*_args, **_options):
            raise socket.gaierror

        monkeypatch.setattr(connections.socket, "getaddrinfo", unknown)
        assert ask("https://nobody.example/").status == NO_ANSWER


class TestItsTimeIsOverWhenItIs:
    @pytest.mark.parametrize(
        ("manner", "status"), [("stall", NO_ANSWER), ("drip_headers", NO_ANSWER), ("drip_body", 200)]
    )
    def test_whatever_the_other_side_does(self, integration, manner, status):
        integration.manner = manner
        begun = time.monotonic()
        reply = ask(integration.url, seconds=0.3)
        assert reply.status == status
        assert 250 <= reply.took < 2000
        assert time.monotonic() - begun < 2

    def test_without_the_cut_a_drip_would_go_on(self, integration, monkeypatch):
        """The control: each byte is in time, so that the socket's own clock never rings."""
        monkeypatch.setattr(posting._Line, "cut", lambda _line: None)
        integration.manner = "drip_headers"
        timer = posting.Timer(0.8, integration.ended.set)
        timer.start()
        assert ask(integration.url, seconds=0.3).took > 600
        timer.join()

    def test_one_who_never_shakes_hands(self):
        """TLS is part of it: the socket is out of our hands by then."""
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            reply = ask(f"https://localhost:{silent.getsockname()[1]}/", seconds=0.3)
        assert reply.status == NO_ANSWER
        assert reply.took < 2000

    @pytest.mark.parametrize(("manner", "status"), [("flood", 200), ("nonsense", NO_ANSWER)])
    def test_words_without_end_or_sense(self, integration, manner, status):
        integration.manner = manner
        reply = ask(integration.url)
        assert reply.status == status
        assert len(reply.start) <= MOST


class TestOverHTTPS:
    @pytest.fixture
    def sealed(self, tmp_path):
        with Integration(certificate_in(tmp_path)) as listening:
            yield listening

    def test_the_certificate_is_asked_for_the_name(self, sealed, monkeypatch, tmp_path):
        trusting = ssl.create_default_context(cafile=tmp_path / "localhost.pem")
        monkeypatch.setattr(posting, "_trusting", lambda: trusting)
        assert ask(sealed.url).status == 204

    def test_who_nobody_vouches_for_is_told_nothing(self, sealed):
        assert ask(sealed.url).status == NO_ANSWER
        assert sealed.heard == []


class TestTheAddress:
    def test_one_that_may_not_be_reached(self, integration):
        assert ask(integration.url, may_reach=lambda address: address != "127.0.0.1").status == REFUSED
        assert integration.heard == []

    def test_one_among_several_is_enough_to_refuse(self, integration, monkeypatch):
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, integration.port)) for each in ("127.0.0.1", "10.0.0.1")
        ]
        monkeypatch.setattr(connections.socket, "getaddrinfo", lambda *_args, **_options: found)
        assert ask(integration.url, may_reach=lambda address: address == "127.0.0.1").status == REFUSED
        assert integration.heard == []

    def test_what_was_looked_at_is_where_it_goes(self, integration, monkeypatch):
        """A name that leads elsewhere the second time (“rebinding”) is asked no second time."""
        said = [["127.0.0.1"], ["10.0.0.1"]]

        def resolve(_host, port, **_options):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in said.pop(0)]

        monkeypatch.setattr(connections.socket, "getaddrinfo", resolve)
        assert ask(f"http://stock.example:{integration.port}/").status == 204
        assert said == [["10.0.0.1"]]
