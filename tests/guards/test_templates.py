"""Templates compile, carry nothing inline, and no stylesheet but tokens.css knows a colour."""

import re

import pytest
from django.template import engines

from tests.guards.tree import ROOT, files_of, name

# What a page may not carry: the content security policy would refuse it, and nobody would find it.
INLINE = {
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>", re.IGNORECASE
    ),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b(?!\s*\{)|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(", re.IGNORECASE)
# Mails are read outside the browser: no policy there, and no stylesheet either. Their colours: community/mail/look.py.
MAILS, INLINE_IN_MAILS = "templates/mail/", {"an inline style"}


def templates():
    return [path for path in files_of(".html") if "templates" in path.parts]


def template_names():
    """Each template as `{% include %}` would name it."""
    return sorted({name(path).split("templates/", 1)[1] for path in templates()})


@pytest.mark.parametrize("template", template_names())
def test_templates_compile(template):
    engines["django"].get_template(template)


@pytest.mark.parametrize("what", INLINE)
def test_nothing_inline(what):
    found = [
        f"{name(path)}:{number}"
        for path in templates()
        if not (what in INLINE_IN_MAILS and name(path).startswith(MAILS))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if INLINE[what].search(line)
    ]
    assert not found, (
        f"{what} in {', '.join(found)}: behaviour belongs into a module of static/js found by data-module, "
        "a look into its block's stylesheet, a value into a data- attribute."
    )


def test_colours_live_in_one_file():
    found = [
        f"{name(path)}:{number}"
        for path in files_of(".css", "static")
        if path.name != "tokens.css"
        for number, line in enumerate(_without_comments(path.read_text(encoding="utf-8")).splitlines(), 1)
        if COLOUR.search(line)
    ]
    assert not found, (
        f"a colour in {', '.join(found)}: name it in static/css/tokens.css, light and dark, and use the name."
    )


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment.group().count("\n"), css, flags=re.DOTALL)


def test_each_stylesheet_is_used():
    imported = set(re.findall(r'@import "([^"]+)"', (ROOT / "static/css/app.css").read_text(encoding="utf-8")))
    linked = {
        used for path in templates() for used in re.findall(r"css/([\w/.-]+\.css)", path.read_text(encoding="utf-8"))
    }
    loose = {name(path).removeprefix("static/css/") for path in files_of(".css", "static")} - imported - linked
    assert not loose, f"{loose}: import it in static/css/app.css, in its layer, or delete it."
