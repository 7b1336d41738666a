"""The stranger's verifier: it agrees with what the house publishes, and no tampering gets past it."""

import importlib.util
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from ideas.ballots.tally import canonical, digest_of, tally_of
from tests.factories.ballots import random_choice
from tests.guards.tree import ROOT
from tests.ideas.ballots.test_tally import METHODS, PAGE, VECTORS

PROGRAM = ROOT / "docs" / "verify_tally.py"
OPTIONS = {3: "Acier", 5: "Bronze doré", 8: "Titane", 13: "Céramique"}


def load():
    """The program as a module; nobody imports it by a name."""
    spec = importlib.util.spec_from_file_location("verify_tally", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = load()


def tally_by(method, chance, *, voters=12, quorum=0):
    return tally_of(
        ballot=7,
        method=method,
        options=OPTIONS,
        eligible=voters + 3,
        quorum_percent=quorum,
        tie_order=chance.sample(list(OPTIONS), len(OPTIONS)),
        papers={f"{chance.getrandbits(128):032x}": random_choice(method, list(OPTIONS), chance) for _ in range(voters)},
    )


def is_refused(content: bytes, digest: str) -> bool:
    try:
        verifier.verify(content, digest)
    except verifier.Wrong:
        return True
    return False


def test_it_knows_nothing_of_the_house():
    assert "ideas" not in PROGRAM.read_text()
    assert PROGRAM.name in PAGE


@pytest.mark.parametrize("method", METHODS)
def test_it_agrees_with_the_vectors(method):
    tally, digest = VECTORS[method]
    assert len(verifier.verify(canonical(tally).encode(), digest)) == 5


@pytest.mark.parametrize("method", METHODS)
def test_it_agrees_with_the_house(method):
    for seed in range(50):
        text = canonical(tally_by(method, Random(seed), voters=seed, quorum=seed))
        verifier.verify(text.encode(), digest_of(text))


def run(*words: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-I", PROGRAM, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def test_a_stranger_runs_it(tmp_path):
    text = canonical(tally_by("ranked", Random(1)))
    file: Path = tmp_path / "tally.json"
    file.write_bytes(text.encode())
    right = run(file, digest_of(text).upper())
    assert (right.returncode, right.stdout.count("ok  ")) == (0, 5), right.stderr
    wrong = run(file, "0" * 64)
    assert wrong.returncode == 1
    assert "WRONG" in wrong.stdout
    assert run(tmp_path / "none.json", "0" * 64).returncode == 1


# Tamperings: each takes a tally and chance, and changes one thing.


def change(tally, chance):
    paper = chance.choice(tally["papers"])
    while True:
        choice = random_choice(tally["method"], list(OPTIONS), chance)
        if choice != paper["choice"]:
            paper["choice"] = choice
            return


def drop(tally, chance):
    tally["papers"].remove(chance.choice(tally["papers"]))


def swap(tally, chance):
    while True:
        one, other = chance.sample(tally["papers"], 2)
        if one["choice"] != other["choice"]:
            one["choice"], other["choice"] = other["choice"], one["choice"]
            return


def add(tally, chance):
    choice = random_choice(tally["method"], list(OPTIONS), chance)
    tally["papers"].append({"receipt": f"{chance.getrandbits(128):032x}", "choice": choice})
    tally["papers"].sort(key=lambda paper: paper["receipt"])


def recounted(tally):
    """The same papers, with all that follows from them made to fit: a careful forger."""
    return tally_of(
        ballot=tally["ballot"],
        method=tally["method"],
        options={option["id"]: option["label"] for option in tally["options"]},
        eligible=tally["eligible"],
        quorum_percent=tally["quorum_percent"],
        tie_order=tally["tie_order"],
        papers={paper["receipt"]: paper["choice"] for paper in tally["papers"]},
    )


TAMPERINGS = [change, drop, swap, add]


def tamper(seed):
    """One tampering of chance; the bytes, the digest that was published, and the clumsy forger's tally."""
    chance = Random(seed)
    tally = tally_by(chance.choice(METHODS), chance)
    digest = digest_of(canonical(tally))
    TAMPERINGS[seed % len(TAMPERINGS)](tally, chance)
    clumsy = tally if seed % 2 else recounted(tally)
    return canonical(clumsy).encode(), digest, tally


def check_tamperings(seeds):
    for seed in seeds:
        content, digest, clumsy = tamper(seed)
        assert is_refused(content, digest), seed
        # Who drops or adds a paper and forgets the rest is caught even where no digest was kept.
        if TAMPERINGS[seed % len(TAMPERINGS)] in {drop, add}:
            forged = canonical(clumsy)
            assert is_refused(forged.encode(), digest_of(forged)), seed


def test_tamperings_are_caught():
    check_tamperings(range(200))


@pytest.mark.heavy
def test_ten_thousand_tamperings_are_caught():
    check_tamperings(range(10_000))


def broken(name, value):
    tally = tally_by("single", Random(1))
    tally[name] = value
    return canonical(tally).encode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 2),
        ("version", True),
        ("ballot", -1),
        ("method", "dice"),
        ("options", []),
        ("options", [{"id": 3, "label": "A"}, {"id": 3, "label": "B"}]),
        ("options", "none"),
        ("eligible", 11),  # fewer than papers
        ("eligible", 15.0),
        ("voted", 13),
        ("quorum_percent", 101),
        ("tie_order", [3, 5, 8]),
        ("tie_order", [3, 5, 8, 8]),
        ("tie_order", [3, 5, 8, None]),
        ("papers", {}),
        ("papers", [{"receipt": "a" * 32, "choice": 3}] * 12),
        ("papers", [{"receipt": "A" * 32, "choice": 3}]),
        ("rounds", []),
        ("rounds", [{"3": 1}]),
        ("winners", [99]),
        ("winners", []),
        ("more", 1),
    ],
)
def test_a_file_that_does_not_hold_is_refused_whoever_hashed_it(name, value):
    content = broken(name, value)
    assert is_refused(content, sha256(content).hexdigest())


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n", b"\xff\xfe", b"null\n", b'{"version":NaN}\n', b"[" * 300])
def test_what_is_no_tally_is_refused(content):
    assert is_refused(content, sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("method", "choice"),
    [
        ("single", 4),
        ("single", True),
        ("single", [3]),
        ("approval", [5, 3]),
        ("approval", [3, 3]),
        ("approval", 3),
        ("score", [1, 2, 3]),
        ("score", [1, 2, 3, 6]),
        ("score", [1, 2, 3, -1]),
        ("score", [1, 2, 3, 1.0]),
        ("ranked", [3, 3]),
        ("ranked", [4]),
        ("ranked", ["3"]),
        ("ranked", [[3]]),
    ],
)
def test_a_paper_that_says_nothing_valid_is_refused(method, choice):
    tally = tally_by(method, Random(1), voters=1)
    tally["papers"][0]["choice"] = choice
    content = canonical(tally).encode()
    assert is_refused(content, sha256(content).hexdigest())


def test_another_way_of_writing_the_same_is_refused():
    content = (json.dumps(tally_by("single", Random(1))) + "\n").encode()
    assert is_refused(content, sha256(content).hexdigest())
