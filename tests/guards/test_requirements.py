"""The pins: exact, hashed, the same for running and for testing."""

import re

import pytest

from tests.guards.tree import ROOT

PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def content(which: str) -> str:
    return (ROOT / "requirements" / f"{which}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("which", ["base", "dev"])
def test_each_requirement_is_pinned_with_hashes(which):
    entries = [entry for entry in re.split(r"\n(?=\S)", content(which).strip()) if not entry.startswith("#")]
    loose = [entry.split("\n")[0] for entry in entries if not PIN.match(entry) or "--hash=sha256:" not in entry]
    assert not loose, f"{loose}: pin it with its hashes by `make lock`."


def test_dev_holds_all_of_base():
    base, dev = set(PIN.findall(content("base"))), set(PIN.findall(content("dev")))
    assert base <= dev, f"{base - dev}: run `make lock`, which resolves both together."


@pytest.mark.parametrize("which", ["base", "dev"])
def test_what_is_asked_for_is_pinned(which):
    source = (ROOT / "requirements" / f"{which}.in").read_text(encoding="utf-8")
    asked = {word.lower() for word in re.findall(r"^([A-Za-z0-9][A-Za-z0-9-]*)", source, re.MULTILINE)}
    missing = asked - {package for package, _ in PIN.findall(content(which))}
    assert not missing, f"{missing} stands in {which}.in and not in {which}.txt: run `make lock`."
