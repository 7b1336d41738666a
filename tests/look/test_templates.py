"""Each template compiles, carries nothing inline, and leaves no picture or control without a name."""

import re

import pytest
from django.template import engines

from tests.guards.tree import files_of, name

TEMPLATES = sorted(path for path in files_of(".html") if "templates" in path.parts)
STYLE = r"<style\b|\sstyle="
MAILS = "templates/mail/"  # their readers know no stylesheet of ours
INLINE = {
    r"<script(?![^>]*\bsrc=)(?![^>]*\"application/(?:ld\+)?json\")": "move it to static/js, found by data-module",
    STYLE: "give the element a class, and the class a rule in static/css",
    r"\son[a-z]+=": "listen for the event in a module of static/js",
    r"javascript:": "use a button and a module of static/js",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_it_compiles(path):
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_is_inline(path):
    """The content security policy would silence it anyway."""
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [
        f"{match.group().strip()} … : {remedy}"
        for bad, remedy in INLINE.items()
        if not (bad == STYLE and name(path).startswith(MAILS))
        for match in re.finditer(bad, text)
    ]
    assert not found, f"{name(path)}: " + "; ".join(found)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_picture_says_what_it_shows(path):
    text = path.read_text(encoding="utf-8")
    mute = [tag for tag in re.findall(r"<img\b[^>]*>", text) if "alt=" not in tag]
    mute += [tag for tag in re.findall(r"<svg\b[^>]*>", text) if not re.search(r"aria-hidden|aria-label", tag)]
    assert not mute, (
        f'{name(path)}: write what it shows in alt or aria-label, or alt="" and aria-hidden for ornament: {mute}'
    )


def test_the_voice_is_calm():
    """No exclamation mark in what a visitor reads."""
    said = re.compile(r'{% translate "([^"]*)"|{% blocktranslate[^%]*%}(.*?){%', re.DOTALL)
    loud = [
        f"{name(path)}: {''.join(words).strip()}"
        for path in TEMPLATES
        for words in said.findall(path.read_text(encoding="utf-8"))
        if "!" in "".join(words)
    ]
    assert not loud, "Say it without an exclamation mark:\n" + "\n".join(loud)
