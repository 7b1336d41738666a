"""The static files of a real house: hashed names, found by each other."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from config.storage import SHEET, HouseStaticFilesStorage, JoiningFinder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all of these: collecting what every library brings takes seconds."""
    return tmp_path_factory.mktemp("staticfiles")


@pytest.fixture(scope="module")
def collected(folder):
    """The storage after `collectstatic`, as production runs it."""
    house = {"staticfiles": {"BACKEND": "config.storage.HouseStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=settings.STORAGES | house):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield HouseStaticFilesStorage(location=folder)


def test_files_find_each_other_by_their_hashed_names(collected, folder):
    app = (folder / collected.stored_name("js/app.js")).read_text(encoding="utf-8")
    assert re.search(r'import\("\./theme\.[0-9a-f]{12}\.js"\)', app)
    theme = (folder / collected.stored_name("js/theme.js")).read_text(encoding="utf-8")
    assert re.search(r'from "\./keep\.[0-9a-f]{12}\.js"', theme)


def test_a_page_asks_for_one_style_sheet(collected, folder):
    css = (folder / collected.stored_name("css/app.css")).read_text(encoding="utf-8")
    assert "@import" not in css
    assert css.index("@layer reset, base") < css.index("--enamel:") < css.index(".button {")
    assert re.search(r'url\("\.\./img/guilloche\.[0-9a-f]{12}\.svg"\)', css)


def test_collecting_twice_gives_the_same(collected, folder):
    first = collected.stored_name("css/app.css")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert HouseStaticFilesStorage(location=folder).stored_name("css/app.css") == first


def test_what_travels_is_compressed(collected, folder):
    assert (folder / (collected.stored_name("css/app.css") + ".gz")).is_file()


def test_development_joins_the_sheet_when_one_of_its_files_changed(tmp_path_factory, settings):
    house = tmp_path_factory.mktemp("house")
    parts = house / "static" / "css"
    parts.mkdir(parents=True)
    (parts / "app.css").write_text('@layer base;\n@import "ink.css";\n', encoding="utf-8")
    ink = parts / "ink.css"
    ink.write_text("first", encoding="utf-8")
    settings.BASE_DIR, settings.JOINED_STATIC = house, house / "joined"
    settings.STATICFILES_DIRS = [house / "joined", house / "static"]
    finder = JoiningFinder()

    found = Path(finder.find(SHEET))
    assert found == house / "joined" / SHEET
    assert found.read_text(encoding="utf-8") == "@layer base;\nfirst\n"

    ink.write_text("second", encoding="utf-8")
    later = found.stat().st_mtime + 1
    os.utime(ink, (later, later))
    assert Path(finder.find(SHEET)).read_text(encoding="utf-8") == "@layer base;\nsecond\n"
    assert Path(finder.find("css/ink.css")) == ink
