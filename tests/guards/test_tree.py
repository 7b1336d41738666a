"""What no file of the tree may contain or be."""

import ast
import re

import pytest

from tests.guards.tree import PARTS, ROOT, files, files_of, name, parsed

LARGEST = 1024 * 1024
LONGEST = 60
TEXT = {
    ".py",
    ".md",
    ".txt",
    ".in",
    ".html",
    ".css",
    ".js",
    ".toml",
    ".sh",
    ".svg",
    ".po",
    ".conf",
    ".service",
    ".json",
    "",
}
# Where somebody's machine or a package registry shows through. Written so that this file does not match itself.
FOREIGN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.{}])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/"),
    "the host of a package registry": re.compile(
        r"pythonhoste[d]\.org|pypi\.or[g]|--(?:extra-)?index-ur[l]|--find-link[s]"
    ),
    "a note of something left to do": re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b"),
}


def texts():
    return [path for path in files() if path.suffix in TEXT]


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_contains(what):
    found = [
        f"{name(path)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FOREIGN[what].search(line)
    ]
    assert not found, f"{what} in {', '.join(found)}: it means nothing elsewhere; take it out."


def test_no_file_is_large():
    found = {name(path): path.stat().st_size for path in files() if path.stat().st_size > LARGEST}
    assert not found, f"{found}: over 1 MiB. Let it be drawn or generated, or keep it outside the repository."


def test_no_function_is_long():
    found = {
        f"{name(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in files_of(".py", "config", *PARTS)
        if "migrations" not in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= LONGEST
    }
    assert not found, f"{found}: {LONGEST} lines or more. Give its steps names and make them functions."


def test_what_a_fresh_clone_ignores():
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {".venv/", ".local/", "/staticfiles/"} <= set(ignored)
