"""Each style sheet stands in a layer, is loaded once, and all of them together stay light."""

import gzip
import re

import pytest

from config.storage import joined
from tests.guards.tree import ROOT, files_of, modules_called_by, name

CSS = ROOT / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))
APP = (CSS / "app.css").read_text(encoding="utf-8")
LAYERS = ["reset", "base", "layout", "components", "pages", "utilities"]
KIB = 1024
LIMIT = 60 * KIB
JS = ROOT / "static" / "js"
APART = [
    {"account", "mfa", "push", "data_rights"},
    {"drops"},
    {"ballots"},
    {"glossary"},
    {"blocks"},
    {"qdefis", "juries"},
    {"ceremonies"},
    {"_ideas.html", "idea.html", "propose.html"},  # the box's own pages; its panel stands among others
]  # folders of templates, or names of some, of which no page has two


def bare(path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_the_layers_are_declared_first_and_in_order():
    declared = re.search(r"@layer ([\w, -]+);", APP)
    assert declared.group(1).split(", ") == LAYERS
    assert declared.start() < APP.index("@import")


@pytest.mark.parametrize("path", [sheet for sheet in SHEETS if sheet.name != "app.css"], ids=name)
def test_every_rule_stands_in_a_layer(path):
    opened = re.findall(r"^@layer ([\w-]+) \{$", bare(path), flags=re.MULTILINE)
    outside = re.sub(r"^@layer [\w-]+ \{.*?^\}$", "", bare(path), flags=re.MULTILINE | re.DOTALL).strip()
    assert opened, f"{name(path)} has no layer: wrap its rules in `@layer components {{ … }}`."
    assert set(opened) <= set(LAYERS), f"{name(path)} opens a layer that app.css does not declare."
    assert not outside, f"{name(path)} has rules outside its layer, which would win over everything: {outside[:80]}"


@pytest.mark.parametrize("path", [sheet for sheet in SHEETS if sheet.name != "app.css"], ids=name)
def test_every_sheet_is_loaded_once(path):
    inside = path.relative_to(CSS).as_posix()
    templates = "".join(template.read_text(encoding="utf-8") for template in files_of(".html"))
    times = APP.count(f'@import "{inside}";') + templates.count(f"'css/{inside}'") + templates.count(f'"css/{inside}"')
    assert times == 1, (
        f"{name(path)} is loaded {times} times: name it once, in app.css or in the one page that needs it."
    )


def test_a_block_has_its_own_file():
    first_class = re.compile(r"^  \.([a-z-]+?)(?:__|--| \{|,|:|\[| \.| >)", flags=re.MULTILINE)
    sheets = {sheet.stem: sheet for sheet in CSS.glob("*.css")}
    misplaced = {
        f"{name(sheet)}: .{block}"
        for own, sheet in sheets.items()
        for block in first_class.findall(bare(sheet))
        if block != own and block in sheets
    }
    assert not misplaced, "Move these to the file of their block:\n" + "\n".join(sorted(misplaced))


def imported_by(modules: set[str]) -> set[str]:
    """These scripts, and what they import in turn; the loader names all modules and asks for none."""
    found, fresh = set(), modules
    while fresh:
        found |= fresh
        texts = [(JS / f"{module}.js").read_text(encoding="utf-8") for module in fresh - {"app"}]
        fresh = {target for text in texts for target in re.findall(r'from "\./([\w-]+)\.js"', text)} - found
    return found


@pytest.mark.parametrize("room", APART, ids=sorted)
def test_a_page_loads_at_most_60_kib_of_styles_and_scripts(room):
    """As they travel: the sheets joined, each script by itself; more at once than any page asks for."""
    elsewhere = set().union(*APART) - room
    templates = [path for path in files_of(".html") if not elsewhere & set(path.relative_to(ROOT).parts)]
    called = {module for path in templates for module in modules_called_by(path)}
    sheet = joined(lambda path: (ROOT / "static" / path).read_text(encoding="utf-8"))
    scripts = [(JS / f"{module}.js").read_bytes() for module in imported_by(called | {"app"})]
    weight = sum(len(gzip.compress(each, 6)) for each in [sheet, *scripts])
    assert weight <= LIMIT, f"{weight / KIB:.1f} KiB of CSS and JS: take something out before adding more."
