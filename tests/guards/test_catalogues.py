"""The catalogues: whole, in step with the code, compiled.

The sources are read by Django's own makemessages in a copy of the tree, so that nothing here changes a file.
"""

import gettext
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.guards.tree import ROOT, files, name
from tests.services import do_without

LANGUAGES = ("de", "en")
NO_GETTEXT = "gettext is missing: install the package gettext."
EXTRACT = [
    sys.executable,
    "-m",
    "django",
    "makemessages",
    "--no-obsolete",
    "--no-wrap",
    "--no-location",
    "--verbosity=0",
]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A copy of the tree whose catalogues were just brought up to date."""
    if not shutil.which("msgmerge"):
        do_without(NO_GETTEXT)
    copy = tmp_path_factory.mktemp("tree")
    for path in files():
        if path.suffix in {".py", ".html", ".txt", ".po"} and path.relative_to(ROOT).parts[0] not in {"tests", "docs"}:
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (copy / "locale").mkdir(exist_ok=True)
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([*EXTRACT, *languages], cwd=copy, env=environment, check=True, capture_output=True)
    return copy


def entries(path, *which: str) -> list[str]:
    """The first words of the entries that `msgattrib` selects in a catalogue, its header left out."""
    command = ["msgattrib", "--no-wrap", *which, str(path)]
    selected = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [text[:60] for text in re.findall(r'^msgid "(.+)"$', selected, re.MULTILINE)]


def catalogue(language: str, folder=ROOT):
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_doubtful(fresh, language):
    path = catalogue(language, fresh)
    missing, doubtful = entries(path, "--untranslated"), entries(path, "--only-fuzzy")
    assert not missing + doubtful, (
        f"{language}: {len(missing)} without a translation: {missing}; {len(doubtful)} doubtful: {doubtful}. "
        f"Run `make messages`, translate in {name(catalogue(language))} and run it again."
    )


def test_french_has_the_plurals_and_nothing_else(fresh):
    """French is the source: its catalogue only says that zero is singular (docs/decisions/0002)."""
    counted = set(
        re.findall(r'^msgid "(.+)"\nmsgid_plural', catalogue("de", fresh).read_text(encoding="utf-8"), re.MULTILINE)
    )
    french = set(re.findall(r'^msgid "(.+)"$', catalogue("fr").read_text(encoding="utf-8"), re.MULTILINE))
    assert french == counted, (
        f"{name(catalogue('fr'))} lacks {counted - french} and has {french - counted} too much: "
        "it holds every message with a plural, and no other."
    )


@pytest.mark.parametrize("language", ["fr", *LANGUAGES])
def test_the_compiled_catalogue_is_the_source(language, tmp_path):
    source = catalogue(language)
    if not shutil.which("msgfmt"):
        do_without(NO_GETTEXT)
    subprocess.run(["msgfmt", "--check-format", "-o", tmp_path / "django.mo", source], check=True)
    assert _messages(tmp_path / "django.mo") == _messages(source.with_suffix(".mo")), (
        f"{name(source)} was changed after it was compiled: run `make messages`."
    )


def _messages(path) -> dict:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog
