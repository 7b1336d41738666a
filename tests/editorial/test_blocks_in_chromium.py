"""What only a browser knows of an article's blocks: a movement beats, a wrist is drawn. The page is the two of them."""

import pytest
from pytest_django.live_server_helper import LiveServer

from editorial.blocks import BodyBlock

pytestmark = pytest.mark.browser

TURN = "document.querySelector('[data-wheel]').getAttribute('transform')"


@pytest.fixture(scope="module")
def house():
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def blocks(chromium, house):
    """Open the blocks on a screen of one's own."""
    body = BodyBlock().to_python(
        [
            {"type": "beat", "value": {"vph": "28800", "caption": ""}},
            {
                "type": "wrist",
                "value": {
                    "watches": [
                        {"name": "Petite", "diameter": "36", "lug_to_lug": "43"},
                        {"name": "Grande", "diameter": "44", "lug_to_lug": "56"},
                    ]
                },
            },
        ]
    )
    html = f"""<!doctype html><html lang="fr"><link rel="stylesheet" href="/static/css/app.css">
    <link rel="stylesheet" href="/static/css/pages/article.css">
    <script type="module" src="/static/js/app.js"></script>{body}"""
    contexts = []

    def open_page(**person):
        contexts.append(chromium.new_context(**person))
        page = contexts[-1].new_page()
        page.route("**/blocs/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(f"{house}/blocs/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_movement_beats_from_the_press_on_and_stops_at_the_next(blocks):
    page = blocks()
    button = page.locator("[data-press]")
    assert page.evaluate(TURN) is None
    button.click()
    page.wait_for_function(f"{TURN} && {TURN} !== 'rotate(0.0)'")
    assert button.get_attribute("aria-pressed") == "true"
    page.get_by_label("18’000").check()
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert "Écouter" in button.inner_text()


def test_it_stands_still_where_motion_is_not_wanted(blocks):
    page = blocks(reduced_motion="reduce")
    page.locator("[data-press]").click()
    page.wait_for_function(f"{TURN} !== null")
    page.wait_for_timeout(200)
    assert page.evaluate(TURN) == "rotate(0.0)"


def test_a_watch_is_drawn_on_ones_own_wrist_and_at_ones_own_scale(blocks):
    page = blocks(viewport={"width": 390, "height": 844})
    verdict = page.locator("[data-verdict]")
    assert "7 mm de reste" in verdict.inner_text()
    page.locator("[data-watch]").select_option("Grande")
    assert "dépassent" in verdict.inner_text()
    page.locator("[data-wrist]").fill("220")
    assert "de reste" in verdict.inner_text()
    page.locator("details").evaluate("each => { each.open = true; }")
    page.locator("[data-scale]").fill("4")
    assert page.locator("[data-card]").bounding_box()["width"] == pytest.approx(53.98 * 4, abs=1)
    page.locator("[data-scale]").dispatch_event("change")
    page.reload()
    assert page.locator("[data-scale]").input_value() == "4"
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_script_there_is_nothing_to_press_and_a_table_to_read(blocks):
    page = blocks(java_script_enabled=False)
    assert not page.locator("[data-press]").is_visible()
    assert not page.locator("[data-tool]").is_visible()
    assert "44" in page.locator("table").inner_text()
