"""What a template calls by data-module exists, and what exists is called."""

import re

from tests.guards.tree import ROOT, files_of, modules_called_by, name

JS = ROOT / "static" / "js"
LINE = re.compile(r'^  (\w+): \(\) => import\("\./([\w-]+)\.js"\),$', re.MULTILINE)
KNOWN = dict(LINE.findall((JS / "app.js").read_text(encoding="utf-8")))
BEHAVIOURS = {path.stem for path in JS.glob("*.js") if "export default function" in path.read_text(encoding="utf-8")}


def called() -> dict[str, str]:
    """Each module's name and a template that calls it."""
    found = {}
    for path in files_of(".html"):
        found |= dict.fromkeys(modules_called_by(path), name(path))
    return found


def test_what_is_called_is_known():
    unknown = {module: template for module, template in called().items() if module not in KNOWN}
    assert not unknown, f"Write static/js/<name>.js and give it a line in static/js/app.js: {unknown}"


def test_what_is_known_is_a_file_with_a_behaviour():
    assert all(module == file for module, file in KNOWN.items()), "A module is named like its file."
    assert set(KNOWN) == BEHAVIOURS, "app.js and the files with `export default function` must name the same modules."


def test_what_is_known_is_called():
    idle = set(KNOWN) - set(called())
    assert not idle, f"No template calls these; take them out of app.js and the tree: {idle}"


def test_every_import_finds_its_file():
    lost = [
        f"{name(path)}: {target}"
        for path in JS.rglob("*.js")
        for target in re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"', path.read_text(encoding="utf-8"))
        if not (path.parent / target).is_file()
    ]
    assert not lost, "\n".join(lost)


def test_no_module_imports_the_loader():
    """It imports them all: a circle has no hashed names, and stops `collectstatic`."""
    circles = [name(path) for path in JS.rglob("*.js") if "./app.js" in path.read_text(encoding="utf-8")]
    assert not circles, f'Dispatch new Event("fragment", {{ bubbles: true }}) on what you put in instead: {circles}'


def test_no_script_speaks():
    """Words come from data- attributes or <template>, where they are translated."""
    spoken = [
        f"{name(path)}: {text}"
        for path in JS.rglob("*.js")
        for text in re.findall(
            r'(?:textContent|innerText|title|ariaLabel) = ["`]([^"`$]*[a-zA-ZÀ-ÿ]{3,}[^"`]*)["`]',
            path.read_text(encoding="utf-8"),
        )
    ]
    assert not spoken, "Put these words into the template, in a data- attribute:\n" + "\n".join(spoken)
