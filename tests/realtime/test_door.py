import asyncio

import pytest

from realtime.door import door, refusal, sound_scope

PEER = ("192.0.2.7", 4711)


def scope(*headers, **keys):
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers]
    return {"type": "http", "headers": pairs, "client": PEER, "scheme": "http", "root_path": "/evil", **keys}


def test_no_forwarded_word_is_believed_without_proxies():
    forged = scope(
        ("X-Forwarded-For", "9.9.9.9"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
        ("Forwarded", "for=9.9.9.9"),
        ("X-Real-IP", "9.9.9.9"),
        ("Daphne-Root-Path", "/evil"),
        ("Accept", "*/*"),
    )
    sound = sound_scope(forged, proxies=0)
    assert (sound["client"], sound["scheme"], sound["root_path"]) == (PEER, "http", "")
    assert sound["headers"] == [(b"accept", b"*/*")]
    assert forged["root_path"] == "/evil"  # the server's own scope is left alone


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["9.9.9.9, 203.0.113.9"], "203.0.113.9"),
        (1, ["9.9.9.9", "203.0.113.9"], "203.0.113.9"),
        (2, ["9.9.9.9, 203.0.113.9, 10.0.0.1"], "203.0.113.9"),
        (1, ["9.9.9.9,2001:db8::1"], "2001:db8::1"),
        (2, ["203.0.113.9"], "192.0.2.7"),
        (1, ["unknown"], "192.0.2.7"),
        (1, ["9.9.9.9, "], "192.0.2.7"),
        (1, [], "192.0.2.7"),
    ],
)
def test_the_address_is_counted_from_the_right(proxies, forwarded, address):
    headers = [("X-Forwarded-For", value) for value in forwarded]
    assert sound_scope(scope(*headers), proxies)["client"][0] == address


@pytest.mark.parametrize(
    ("kind", "said", "scheme"),
    [
        ("http", "https", "https"),
        ("http", "http, https", "https"),
        ("http", "https, http", "http"),
        ("http", "gopher", "http"),
        ("websocket", "https", "wss"),
    ],
)
def test_the_scheme_is_the_one_our_proxy_saw(kind, said, scheme):
    plain = {"http": "http", "websocket": "ws"}[kind]
    asked = scope(("X-Forwarded-Proto", said), type=kind, scheme=plain)
    assert sound_scope(asked, proxies=1)["scheme"] == scheme


aborted = []


async def read_all(_scope, receive, send):
    """An application that reads the whole body and answers how much it was."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            aborted.append(size)
            return
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def post(chunks, *headers):
    """The status of a POST of `chunks` through the door."""
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    sent = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(door(read_all)(scope(*headers), receive, send))
    return sent[0]["status"]


@pytest.mark.parametrize(("size", "status"), [(999, 200), (1000, 200), (1001, 413)])
def test_a_body_is_counted_as_it_comes(settings, size, status):
    settings.REALTIME = {"body": 1000}
    aborted.clear()
    assert post([b"x" * 500, b"x" * (size - 500)]) == status
    assert aborted == ([500] if status == 413 else [])


@pytest.mark.parametrize(("length", "status"), [("1000", 200), ("1001", 413), ("-1", 413), ("many", 413)])
def test_an_announced_length_is_refused_before_anything_is_read(settings, length, status):
    settings.REALTIME = {"body": 1000}
    assert post([b""], ("Content-Length", length)) == status


def test_the_refusal_is_a_page_of_the_house_if_it_has_one(settings):
    assert refusal()[0] == b"text/html; charset=utf-8"
    assert "C’est trop lourd pour nous." in refusal()[1].decode()
    settings.REALTIME = {}
    assert refusal() == (b"text/plain; charset=utf-8", b"413 Content Too Large\n")


def test_what_is_neither_page_nor_socket_passes():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope)

    lifespan = {"type": "lifespan"}
    asyncio.run(door(app)(lifespan, None, None))
    assert seen == [lifespan]
