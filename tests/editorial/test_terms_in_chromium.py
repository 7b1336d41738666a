"""What only a browser knows of a term's note: pointer, keyboard, finger. The page is one sentence."""

import pytest
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><link rel="stylesheet" href="/static/css/app.css">
<script type="module" src="/static/js/app.js"></script>
<p data-module="terms">Un <a class="term" href="#spiral" title="Un ressort fin.">spiral</a> ramène
le <a class="term" href="#balancier" title="Une roue.">balancier</a>.</p>
<div data-module="plain" hidden><button type="button" data-when="on" data-set="off">sans</button>
<button type="button" data-when="off" data-set="on" hidden>de nouveau</button></div>"""


@pytest.fixture(scope="module")
def house():
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def sentence(chromium, house):
    """Open the sentence on a screen of one's own."""
    contexts = []

    def open_page(**person):
        contexts.append(chromium.new_context(**person))
        page = contexts[-1].new_page()
        page.route("**/phrase/", lambda route: route.fulfill(body=PAGE, content_type="text/html; charset=utf-8"))
        page.goto(f"{house}/phrase/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_the_pointer_shows_the_note_and_takes_it_away(sentence):
    page = sentence()
    note = page.get_by_role("tooltip")
    page.locator(".term__note").wait_for(state="attached")
    page.hover("text=spiral")
    assert note.inner_text() == "Un ressort fin."
    page.hover("text=balancier")
    assert note.inner_text() == "Une roue."
    page.mouse.move(5, 400)
    note.wait_for(state="hidden")


def test_the_note_stays_while_the_pointer_reads_it(sentence):
    page = sentence()
    note = page.get_by_role("tooltip")
    page.locator(".term__note").wait_for(state="attached")
    page.hover("text=spiral")
    box = note.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.wait_for_timeout(400)
    assert note.is_visible()
    page.mouse.move(5, 400)
    note.wait_for(state="hidden")


def test_a_visitor_reads_plainly_in_this_browser_and_back(sentence):
    page = sentence()
    page.wait_for_function("'mounted' in document.documentElement.dataset")
    assert not page.get_by_role("button", name="de nouveau").is_visible()
    page.get_by_role("button", name="sans").click()
    assert page.locator("a.term").count() == 0
    page.reload()
    page.wait_for_function("'mounted' in document.documentElement.dataset")
    assert page.locator("a.term").count() == 0
    assert "Un spiral ramène" in page.inner_text("p[data-module]")
    page.get_by_role("button", name="de nouveau").click()
    page.locator("a.term").first.wait_for()


def test_the_keyboard_shows_it_and_escape_takes_it_away(sentence):
    page = sentence()
    page.locator(".term__note").wait_for(state="attached")
    page.keyboard.press("Tab")
    note = page.get_by_role("tooltip")
    assert note.inner_text() == "Un ressort fin."
    assert page.get_attribute("text=spiral", "aria-describedby") == note.get_attribute("id")
    page.keyboard.press("Escape")
    note.wait_for(state="hidden")
    assert page.get_attribute("text=spiral", "aria-describedby") is None


def test_a_finger_reads_first_and_follows_then(sentence):
    page = sentence(has_touch=True, viewport={"width": 360, "height": 640})
    page.locator(".term__note").wait_for(state="attached")
    page.tap("text=balancier")
    assert page.get_by_role("tooltip").inner_text() == "Une roue."
    assert not page.url.endswith("#balancier")
    page.tap("text=balancier")
    page.wait_for_url("**#balancier")


def test_without_script_a_term_is_a_link_with_its_own_note(sentence):
    page = sentence(java_script_enabled=False)
    assert page.get_attribute("text=spiral", "title") == "Un ressort fin."
    page.click("text=spiral")
    assert page.url.endswith("#spiral")
