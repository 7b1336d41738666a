"""What each page says about itself."""

import pytest
from django.template import Context
from django.test import RequestFactory
from django.utils import translation

from config.templatetags import house


def context(path: str) -> Context:
    return Context({"request": RequestFactory().get(path)})


def test_the_current_entry_is_marked():
    marked = [entry["url"] for entry in house.navigation(context("/glossaire/spiral/")) if entry["is_current"]]
    assert marked == ["/glossaire/"]


def test_no_entry_is_current_at_home():
    assert not any(entry["is_current"] for entry in house.navigation(context("/")))


@pytest.mark.parametrize(("language", "address"), [("fr", "/drops/"), ("de", "/de/drops/"), ("en", "/en/drops/")])
def test_an_address_follows_the_language(language, address):
    with translation.override(language):
        assert house.address("/drops/") == address


def test_the_same_page_in_each_language_keeps_its_question():
    with translation.override("de"):
        languages = house.languages(context("/de/glossaire/?q=spiral"))
    assert [language["url"] for language in languages] == [
        "/glossaire/?q=spiral",
        "/de/glossaire/?q=spiral",
        "/en/glossaire/?q=spiral",
    ]
    assert [language["is_current"] for language in languages] == [False, True, False]


def test_machines_get_one_address(settings):
    settings.SITE_URL = "https://qlock.example"
    assert house.canonical(context("/glossaire/?q=spiral")) == "https://qlock.example/glossaire/"
    assert house.languages(context("/glossaire/?q=spiral"))[2]["canonical"] == "https://qlock.example/en/glossaire/"


def test_the_browser_frame_is_enamel():
    assert house.theme_colour("light") == "oklch(97.71% 0.0074 80.7)"
