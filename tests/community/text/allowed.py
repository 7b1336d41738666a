"""What the HTML of a text may hold. Written a second time, on purpose: the wall's own list is what is tested."""

import re
from html.parser import HTMLParser

TAGS = {"a", "blockquote", "br", "cite", "code", "em", "h3", "h4", "h5", "h6", "hr", "img"}
TAGS |= {"li", "ol", "p", "pre", "s", "span", "strong", "ul"}
WITHOUT_END = {"br", "hr", "img"}
HEX = "[0-9a-f]{32}"
ATTRIBUTES = {
    "a": {
        "class": "mention",
        "href": r"https?://[^\s\"<>\\]+|mailto:[^\s\"<>\\:?]+@[^\s\"<>\\:?]+|/(?!/)[^\s\"<>\\]*",
        "rel": "nofollow ugc noopener",
    },
    "blockquote": {"data-post": "[0-9]+"},
    "img": {
        "alt": r"(?s).*",
        "decoding": "async",
        "height": "[0-9]+",
        "loading": "lazy",
        "sizes": r"[^<>\"]+",
        "src": f"/images/{HEX}-960.webp",
        "srcset": f"/images/{HEX}-480.webp 480w, /images/{HEX}-960.webp 960w, /images/{HEX}-1440.webp 1440w",
        "width": "[0-9]+",
    },
    "ol": {"start": "[0-9]+"},
    "p": {"class": "quote-by"},
    "pre": {"tabindex": "0"},
    "span": {"class": "picture"},
}


class _Allowed(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.open = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        if tag == "a" and "a" in self.open:
            self.found.append("a link in a link")
        if tag not in WITHOUT_END:
            self.open.append(tag)
        for name, value in attrs:
            shape = "auto" if name == "dir" else ATTRIBUTES.get(tag, {}).get(name)
            if shape is None or not re.fullmatch(shape, value or ""):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}>")

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.found.append(f"<!--{data}-->")

    handle_decl = unknown_decl = handle_pi = handle_comment


def strangers(html: str) -> list[str]:
    """Everything in `html` that is not on the list, is not closed where it should be, or stands where it may not."""
    parser = _parsed(html)
    return parser.found + [f"<{tag}> is left open" for tag in parser.open]


def words(html: str) -> str:
    """What is read of `html`."""
    return "".join(_parsed(html).words)


def _parsed(html: str) -> _Allowed:
    parser = _Allowed()
    parser.feed(html)
    parser.close()
    return parser
