"""A visitor who follows every address of the house, and tells where a word stood."""

import base64
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urldefrag, urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

HOST = "http://testserver"
LANGUAGES = ("", "/de", "/en")  # what stands before an address
LEAVE_OUT = re.compile(r"/atelier/failwhale|/atelier/logout|/comptes/logout|/i18n/|/static/|/jsi18n/|/sprite")
LISTS = re.compile(r"/atelier/|(/[a-z]{2})?/design/")  # whose queries sort and narrow, and lead to nothing new
NARROWING = {"vue", "langue", "genre", "tri"}  # each leads to its own; all of them together to nothing more
SPOKEN = re.compile(r"<loc>([^<]+)</loc>|\"(https?://testserver[^\"]*)\"|<(?:id|link)[^>]*>([^<]+)<")


class Links(HTMLParser):
    """Every address that a page names, whatever for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in {"href", "src", "action", "poster", "data-url", "hx-get", "formaction"}:
                self.found.append(value)
            elif value and name == "srcset":
                self.found += [part.split()[0] for part in value.split(",") if part.strip()]


def crawl(
    client: Client, starts: Iterable[str], *, languages: Sequence[str] = LANGUAGES, most: int = 1500
) -> Iterator[tuple[str, HttpResponse, bytes]]:
    """Walk from `starts` through everything they lead to by GET, once each; fails beyond `most` addresses.

    Addresses in languages that are not asked for are passed by.
    """
    others = tuple(f"{lead}/" for lead in LANGUAGES if lead not in languages)
    waiting = deque(path for path in starts if not path.startswith(others))
    seen = set(waiting)
    while waiting and len(seen) <= most:
        path = waiting.popleft()
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        yield path, response, body
        for link in _links(path, response, body):
            if link not in seen and not link.startswith(others):
                seen.add(link)
                waiting.append(link)
    assert not waiting, f"More than {most} addresses; those left: {list(waiting)[:5]}"


def _links(path: str, response: HttpResponse, body: bytes) -> Iterator[str]:
    found = [response["Location"]] if response.has_header("Location") else []
    kind = response.get("Content-Type", "")
    if kind.startswith("text/html"):
        parser = Links()
        parser.feed(body.decode())
        found += parser.found
    elif "xml" in kind or "json" in kind:
        found += [next(filter(None, groups)) for groups in SPOKEN.findall(body.decode())]
    for link in found:
        url = urlsplit(urldefrag(urljoin(HOST + path, link.strip()))[0])
        if f"{url.scheme}://{url.netloc}" in {HOST, "http://localhost:8000"} and not LEAVE_OUT.search(url.path):
            yield url.path + _query(url.path, url.query)


def _query(path: str, query: str) -> str:
    """What of a query leads to another page: not where to go afterwards, and of what narrows a list one thing."""
    told = sorted((name, value) for name, value in parse_qsl(query) if name != "next" and not LISTS.match(path))
    narrowed = [pair for pair in told if pair[0] in NARROWING]
    told = [pair for pair in told if pair not in narrowed[1:]]
    return "?" + urlencode(told) if told else ""


def plain_addresses() -> list[str]:
    """Every address of the URL configuration that takes no argument, in each language."""
    found = {"/" + route for route in _plain(get_resolver().url_patterns, "")}
    return sorted(path for path in found if not LEAVE_OUT.search(path))


def _plain(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if not isinstance(pattern.pattern, RoutePattern):
            route = route.removeprefix("^").removesuffix("$").replace(r"\.", ".")
        if re.search(r"[<>(\[\\?*+]", route):
            continue
        if isinstance(pattern, URLResolver):
            yield from _plain(pattern.url_patterns, prefix + route)
        else:
            yield prefix + route


def disguises(word: str) -> list[bytes]:
    """A word as it may hide in a body or a header: plain, quoted, in base64 at any offset, in hex."""
    raw = word.encode()
    return [raw, quote(word).encode(), raw.hex().encode(), *(_in_base64(raw, offset) for offset in range(3))]


def _in_base64(raw: bytes, offset: int) -> bytes:
    """The characters that `raw` alone decides when it stands `offset` bytes into a text; others it shares."""
    first, after = -(-offset * 8 // 6), (offset + len(raw)) * 8 // 6
    return base64.b64encode(bytes(offset) + raw)[first:after]


def whereabouts(word: str, path: str, response: HttpResponse, body: bytes) -> list[str]:
    """Where `word` stands in an answer; the visitor's own query does not count."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
    return [
        f"{path} ({place})"
        for place, text in (("body", body), ("headers", headers))
        for disguise in disguises(word)
        if disguise in text
    ]
