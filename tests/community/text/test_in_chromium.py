"""The two walls alone, in a real browser: pages without a content security policy."""

from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Error

from community.text.markdown import read
from tests.community.text.payloads import PAYLOADS, SAMPLE, TOKEN
from tests.community.text.test_markdown import Photo

pytestmark = pytest.mark.browser

HERE = "text.example"
TOGETHER = 40  # payloads on one page; it counts that each is still in its own section
# Before anything of the page: what somebody runs leaves its trace here.
WATCH = """for (const name of ["alert", "confirm", "prompt", "open"])
  window[name] = () => { window.ran = name; };"""
# As the browser has understood it, not as it was written; then once more from what it would write itself.
STRANGERS = """(sections) => {
  const tags = "A BLOCKQUOTE BR CITE CODE EM H3 H4 H5 H6 HR IMG LI OL P PRE S SPAN STRONG UL".split(" ");
  const names = "href rel class dir data-post start tabindex".split(" ")
    .concat("alt decoding height loading sizes src srcset width".split(" "));
  const protocols = ["http:", "https:", "mailto:"];
  const main = document.querySelector("main");
  const found = [];
  const look = () => {
    if (document.querySelectorAll("body > main > section").length !== sections) found.push("a section is gone");
    if (document.body.children.length + document.head.children.length !== 2) found.push("it got out of its place");
    for (const e of main.querySelectorAll("section *")) {
      if (!tags.includes(e.tagName) || e.namespaceURI !== document.documentElement.namespaceURI) found.push(e.tagName);
      found.push(...e.getAttributeNames().filter((name) => !names.includes(name)));
      if (e.href && !protocols.includes(e.protocol)) found.push(e.href);
      if (e.href && e.host !== location.host && !e.rel.includes("nofollow")) found.push(`${e.href} is not ours`);
      if (e.tagName === "IMG" && !e.src.startsWith(`${location.origin}/images/`)) found.push(e.src);
    }
  };
  look();
  main.innerHTML = main.innerHTML;
  look();
  for (const e of main.querySelectorAll("section *")) {
    e.addEventListener("click", (event) => event.preventDefault());
    for (const type of ["mouseover", "focus", "click"]) e.dispatchEvent(new Event(type, { cancelable: true }));
  }
  return found;
}"""


class Room:
    """A page that shows texts and notes whatever runs or is asked for."""

    def __init__(self, context):
        self.page = context.new_page()
        self.page.add_init_script(WATCH)
        self.page.route("**/*", self._answer)
        self.page.on("dialog", self._dismiss)
        self.body, self.seen = "", []

    def show(self, *texts):
        """Show `texts`, each in its section. Return what ran, and what was asked for beside our own pictures."""
        self.body, self.seen = "".join(f"<section>{text}</section>" for text in texts), []
        try:
            self.page.goto(f"http://{HERE}/")
        except Error:  # a text led the page away before it was there
            self.seen.append("it went elsewhere")
        return self.seen + self.ran()

    def strangers(self, sections):
        """What the browser made of the texts that is not on the list, and what ran when it was touched."""
        return self.page.evaluate(STRANGERS, sections) + self.ran()

    def ran(self):
        try:
            return [self.page.evaluate("window.ran")] if self.page.evaluate("'ran' in window") else []
        except Error:
            return ["it went elsewhere"]

    def _answer(self, route):
        url = urlsplit(route.request.url)
        if route.request.is_navigation_request() and (url.hostname, url.path) == (HERE, "/"):
            head = "<!doctype html><html lang=fr><head><title>x</title></head>"
            page = f"{head}<body><main>{self.body}</main></body></html>"
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
            return
        if url.hostname != HERE or not url.path.startswith("/images/"):
            self.seen.append(route.request.url)
        route.fulfill(status=404, body="")

    def _dismiss(self, dialog):
        self.seen.append(dialog.type)
        dialog.dismiss()


@pytest.fixture
def room(chromium):
    context = chromium.new_context()
    yield Room(context)
    context.close()


def shown(payload):
    return read(payload).html(members={"anna"}, pictures={TOKEN: Photo(TOKEN, 1200, 800)})


def test_nothing_runs(room):
    failures = {}
    for start in range(0, len(PAYLOADS), TOGETHER):
        payloads = PAYLOADS[start : start + TOGETHER]
        if room.show(*map(shown, payloads)) + room.strangers(len(payloads)):
            failures |= {each: room.show(shown(each)) + room.strangers(1) for each in payloads}
    assert not {payload: found for payload, found in failures.items() if found}
    assert not failures, "Together they do what none does alone."


def test_without_the_two_walls_much_would_run(room):
    """The control: what is tested above is dangerous, and the room notices it."""
    open_house = MarkdownIt("js-default", {"html": True, "linkify": False})
    tried = SAMPLE[:150:2]
    dangerous = [payload for payload in tried if room.show(open_house.render(payload))]
    assert len(dangerous) > len(tried) / 4
