"""What only a browser knows: widths, shifts, names of controls, keys, day and night. The page is `/design/`."""

import pytest
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser

WIDTHS = [360, 390, 768, 1280]

OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getClientRects().length && !e.closest(".table-scroll, pre, svg"))
    .filter((e) => e.getBoundingClientRect().right > width + 1)
    .map((e) => `${e.tagName}.${e.className}`);
}"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""
# Every control and picture that a screen reader would meet without a name.
NAMELESS = """() => {
  const asked = "a[href], button, input, select, textarea, summary, [role=img], nav, dialog";
  const silent = ["NAV", "DIALOG", "INPUT", "SELECT", "TEXTAREA"]; // what stands inside does not name these
  const text = (id) => document.getElementById(id)?.textContent;
  return [...document.querySelectorAll(asked)]
    .filter((e) => e.checkVisibility() && e.type !== "hidden")
    .filter((e) => {
      const words = [e.getAttribute("aria-label"), ...(e.getAttribute("aria-labelledby") ?? "").split(" ").map(text)];
      words.push(...[...(e.labels ?? [])].map((label) => label.textContent));
      if (!silent.includes(e.tagName)) words.push(e.textContent);
      return !words.join("").trim();
    })
    .map((e) => e.outerHTML.slice(0, 120));
}"""
SMALL = """() => {
  const pressed = ".bar a, .bar button, .button, .field input:not([type=radio]), .field select";
  return [...document.querySelectorAll(pressed)]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
    .map((e) => e.outerHTML.slice(0, 120));
}"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}"""


@pytest.fixture(scope="module")
def house():
    """The site without its database, which these pages do not need: nothing has to be emptied after each test."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def visit(chromium, house):
    """Open a path as somebody: width, scheme, with or without script."""
    contexts = []

    def open_page(path: str, *, width: int = 390, **person):
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale="fr-CH", **person)
        contexts.append(context)
        page = context.new_page()
        page.goto(house + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/design/", "/de/design/", "/design/404/", "/design/500/"])
def test_nothing_is_wider_than_the_screen(visit, path):
    page = visit(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{path} scrolls at {width} px."
        assert page.evaluate(OVERFLOWING) == [], (
            f"{path} at {width} px: let these wrap, shrink or scroll by themselves."
        )


@pytest.mark.parametrize("path", ["/design/", "/design/404/"])
def test_nothing_moves_while_a_page_settles(visit, path):
    assert visit(path).evaluate(SHIFT) < 0.02


@pytest.mark.parametrize("path", ["/design/", "/design/404/"])
def test_a_screen_reader_finds_its_way(visit, path):
    page = visit(path)
    assert page.evaluate("document.documentElement.lang") == "fr"
    for landmark in ("banner", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1, f"A page has one {landmark}."
    assert page.evaluate(TWICE) == [], "An id stands once on a page."
    assert page.evaluate(NAMELESS) == [], "Give these a label, an aria-label or words."


def test_a_page_begins_with_its_title(visit):
    assert visit("/design/").evaluate("document.querySelector('h1, h2, h3').tagName") == "H1"


def test_a_thumb_can_press_everything(visit):
    assert visit("/design/", width=360).evaluate(SMALL) == [], "What is pressed is 44 px high."


def test_the_first_tab_skips_to_the_content(visit):
    page = visit("/design/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_phone_opens_the_navigation_without_script(visit):
    page = visit("/design/", java_script_enabled=False)
    page.get_by_role("button", name="Menu").click()
    entries = page.get_by_role("navigation", name="Navigation principale").get_by_role("link")
    assert entries.first.is_visible()
    box = entries.last.bounding_box()
    assert box["y"] > 844 / 2, "The entries stand where the thumb is."


def test_a_wide_screen_shows_the_navigation(visit):
    page = visit("/design/", width=1280)
    assert page.get_by_role("link", name="Glossaire").first.is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()


def test_night_can_be_chosen_and_stays(visit):
    page = visit("/design/", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    day = page.evaluate(paper)
    page.get_by_label("Nuit").check()
    assert page.evaluate(paper) != day
    page.reload()
    assert page.evaluate(paper) != day
    assert page.get_by_label("Nuit").is_checked()
    page.get_by_label("Auto").check()
    assert page.evaluate(paper) == day


def test_the_shortcuts_are_listed_followed_and_switched_off(visit):
    page = visit("/design/", width=1280)
    dialog = page.locator("#raccourcis")
    page.wait_for_selector("[data-opens-shortcuts]:not([hidden])")
    page.keyboard.press("?")
    assert dialog.is_visible()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button").click()
    page.keyboard.press("?")
    assert not dialog.is_visible()
    page.locator("[data-opens-shortcuts]").click()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button").click()
    page.keyboard.press("g")
    page.keyboard.press("g")
    page.wait_for_url("**/glossaire/")


def test_a_letter_typed_is_a_letter(visit):
    page = visit("/design/", width=1280)
    page.wait_for_selector("[data-opens-shortcuts]:not([hidden])")
    page.get_by_label("Un mot").first.click()
    page.keyboard.type("gg?")
    assert page.url.endswith("/design/")
    assert not page.locator("#raccourcis").is_visible()


def test_stillness_is_respected(visit):
    page = visit("/design/", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"
    assert page.evaluate("getComputedStyle(document.querySelector('[aria-busy]'), '::after').animationName") == "none"


def test_chosen_colours_of_a_system_keep_the_outlines(visit):
    page = visit("/design/", forced_colors="active")
    assert page.evaluate("getComputedStyle(document.querySelector('.button--main')).borderTopStyle") == "solid"


def test_the_browser_obeys_the_policy(visit):
    """Nothing of the page itself runs into the content security policy."""
    page = visit("/design/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [text for text in said if "Content Security Policy" in text]
