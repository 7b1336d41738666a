"""What the door makes of forged and endless requests, on both servers as they run."""

import http.client
import json
import socket
import time

import pytest

pytestmark = pytest.mark.server

BODY = 100_000
ENVIRONMENT = {
    "HOUSE": json.dumps({"ROOT_URLCONF": "tests.realtime.house", "REALTIME": {"body": BODY}, "MIDDLEWARE": []}),
    "TRUSTED_PROXIES": "1",
}


def request(server, method="GET", body=None, headers=None, **options):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, "/mirror/", body, {"Host": "localhost"} | (headers or {}), **options)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def mirrored(server, headers):
    status, body = request(server, headers=headers)
    assert status == 200
    return json.loads(body)


def test_forged_words_are_not_believed(server):
    seen = mirrored(
        server,
        {
            "Daphne-Root-Path": "/evil",
            "X-Forwarded-For": "9.9.9.9, 203.0.113.9",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "evil.example",
            "X-Real-IP": "9.9.9.9",
            "Forwarded": "for=9.9.9.9",
        },
    )
    assert (seen["address"], seen["scheme"], seen["prefix"]) == ("203.0.113.9", "https", "")
    assert not [name for name in seen["headers"] if "forwarded" in name or "daphne" in name or "real" in name]


def test_without_a_word_the_address_is_the_peer_s(server):
    assert mirrored(server, {})["address"] == "127.0.0.1"


@pytest.mark.parametrize(("size", "status"), [(BODY, 200), (BODY + 1, 413), (2 * BODY - 1, 413)])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_beyond_the_limit_is_413_and_its_sender_reads_why(server, size, status, chunked):
    body = iter([b"x" * (size - 10), b"x" * 10]) if chunked else b"x" * size
    answered, words = request(server, "POST", body, encode_chunked=chunked)
    assert answered == status
    assert (words == b"413 Content Too Large\n") == (status == 413)


def test_an_endless_body_is_cut_off(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as link:
        link.sendall(b"POST /mirror/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        with pytest.raises(ConnectionError):
            pour(link, 50 * BODY)


def pour(link, size):
    """Send a body in chunks until the other side hangs up; it may take a moment to notice."""
    for _ in range(size // 10_000):
        link.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
        time.sleep(0.001)
