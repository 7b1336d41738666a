"""The stranger's verifier: it agrees with what the house publishes, and no tampering gets past it."""

import copy
import importlib.util
import subprocess
import sys
from hashlib import sha256
from random import Random

import pytest

from challenges.juries.result import result_of, shortlist_of
from ideas.ballots.tally import canonical, digest_of
from tests.challenges.juries.test_result import MADE, PAGE, VECTORS
from tests.guards.tree import ROOT

PROGRAM = ROOT / "docs" / "verify_qdefi.py"


def load():
    """The program as a module; nobody imports it by a name."""
    spec = importlib.util.spec_from_file_location("verify_qdefi", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = load()


def community_by(chance, entries, weight):
    method, voters = chance.choice(["approval", "stars"]), chance.randrange(8)
    papers = [
        {
            "receipt": f"{chance.getrandbits(128):032x}",
            "choice": {
                entry: 1 if method == "approval" else chance.randint(1, 5) for entry in entries if chance.random() < 0.6
            },
        }
        for _ in range(voters)
    ]
    papers.sort(key=lambda paper: paper["receipt"])
    return {"weight": weight, "method": method, "eligible": voters + 2, "voted": voters, "papers": papers}


def jury_by(chance, entries, weight):
    quorum = chance.randint(1, 3)

    def round_of(method, keeps, field):
        least, most = (0, 1) if method == "yes_no" else (1, 5)
        marks = {entry: sorted(chance.randint(least, most) for _ in range(chance.randint(1, 5))) for entry in field}
        return {"method": method, "keeps": keeps, "marks": marks}

    if chance.random() < 0.5:
        return {"weight": weight, "quorum": quorum, "rounds": [round_of("stars", 0, entries)]}
    first = round_of("yes_no", 2, entries)
    short = shortlist_of(first["marks"], quorum, 2)
    return {"weight": weight, "quorum": quorum, "rounds": [first, *([round_of("stars", 0, short)] if short else [])]}


def result_by(seed):
    """A result of chance, of each kind by turns."""
    chance = Random(seed)
    entries = sorted({f"{chance.getrandbits(20):05x}" for _ in range(chance.randint(1, 7))})
    kind = ("photo", "text", "quiz", "guess")[seed % 4]
    facts = {"qdefi": "q", "kind": kind, "entries": entries, "draw": chance.sample(entries, len(entries))}
    facts |= {"community": None, "jury": None, "quiz": None, "guess": None}
    if kind == "quiz":
        answers = {entry: [chance.randrange(3) for _ in range(3)] for entry in entries}
        facts["quiz"] = {"right": [chance.randrange(3) for _ in range(3)], "answers": answers}
    elif kind == "guess":
        facts["guess"] = {"solution": 500, "guesses": {entry: chance.randrange(-9, 1_000) for entry in entries}}
    else:
        weight = chance.choice([0, 25, 50, 100])
        facts["community"] = community_by(chance, entries, weight) if weight else None
        facts["jury"] = jury_by(chance, entries, 100 - weight) if weight < 100 else None
    return result_of(facts)


def is_refused(content: bytes, digest: str) -> bool:
    try:
        verifier.verify(content, digest)
    except verifier.Wrong:
        return True
    return False


def test_it_knows_nothing_of_the_house():
    assert "challenges" not in PROGRAM.read_text()
    assert PROGRAM.name in PAGE


@pytest.mark.parametrize("name", VECTORS)
def test_it_agrees_with_the_vectors(name):
    result, digest = VECTORS[name]
    assert len(verifier.verify(canonical(result).encode(), digest)) == 7


def test_it_agrees_with_the_house():
    for seed in range(400):
        text = canonical(result_by(seed))
        verifier.verify(text.encode(), digest_of(text))


def test_a_stranger_runs_it(tmp_path):
    text = canonical(result_by(1))
    file = tmp_path / "result.json"
    file.write_bytes(text.encode())

    def run(*words):
        command = [sys.executable, "-I", PROGRAM, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    right = run(file, digest_of(text).upper())
    assert (right.returncode, right.stdout.count("ok  ")) == (0, 7), right.stderr
    assert run(file, "0" * 64).returncode == 1


# Tamperings. What is made by counting is caught whoever hashed the file; the rest by the digest that was kept.


def forge_winner(result, chance):
    others = [entry for entry in result["entries"] if entry not in result["winners"]]
    result["winners"] = [chance.choice(others)] if others else []


def forge_place(result, chance):
    result["places"][chance.choice(result["entries"])] = 99


def forge_score(result, chance):
    result["scores"][chance.choice(result["entries"])] = [chance.randint(100, 200), 1]


def drop_entry(result, chance):
    result["entries"].remove(chance.choice(result["entries"]))


def stuff(result, chance):
    """A paper more, or an answer more where nobody votes."""
    if result["community"]:
        result["community"]["papers"].append({"receipt": "f" * 32, "choice": {}})
    elif result["jury"]:
        result["jury"]["rounds"][0]["marks"]["zzzzz"] = [1]
    else:
        result[result["kind"]][{"quiz": "answers", "guess": "guesses"}[result["kind"]]]["zzzzz"] = [0, 0, 0]


def favour(result, chance):
    """Other facts, with all that follows made to fit: a careful forger."""
    entry = chance.choice(result["entries"])
    if result["community"]:
        result["community"]["eligible"] += 1
        result["community"]["voted"] += 1
        result["community"]["papers"].append({"receipt": "f" * 32, "choice": {entry: 1}})
    elif result["jury"]:
        result["jury"]["rounds"][-1]["marks"].setdefault(entry, []).append(1)
    elif result["quiz"]:
        result["quiz"]["answers"][entry] = [each + 1 for each in result["quiz"]["answers"][entry]]
    else:
        result["guess"]["guesses"][entry] += 1_000


CLUMSY = [forge_winner, forge_place, forge_score, drop_entry, stuff]
TAMPERINGS = [*CLUMSY, favour]


def check_tamperings(seeds):
    for seed in seeds:
        chance, result = Random(seed), result_by(seed)
        digest = digest_of(canonical(result))
        how = chance.choice(TAMPERINGS)
        forged = copy.deepcopy(result)
        how(forged, chance)
        if forged == result:  # one entry that won: there is nobody else to forge
            assert how is forge_winner
            continue
        if how is favour:
            forged = result_of({key: value for key, value in forged.items() if key not in MADE})
        text = canonical(forged)
        assert is_refused(text.encode(), digest), seed
        if how in CLUMSY:
            assert is_refused(text.encode(), digest_of(text)), (seed, how)


def test_tamperings_are_caught():
    check_tamperings(range(200))


@pytest.mark.heavy
def test_ten_thousand_tamperings_are_caught():
    check_tamperings(range(10_000))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 2),
        ("version", True),
        ("qdefi", 7),
        ("kind", "dice"),
        ("kind", []),
        ("entries", None),
        ("draw", []),
        ("community", None),
        ("community", []),
        ("community", {"weight": 60}),
        ("jury", {"weight": 40, "quorum": 0, "rounds": []}),
        ("quiz", {"right": [], "answers": {}}),
        ("guess", 1),
        ("tallies", {}),
        ("winners", None),
        ("more", 1),
    ],
)
def test_a_file_that_does_not_hold_is_refused_whoever_hashed_it(name, value):
    content = canonical(VECTORS["approval"][0] | {name: value}).encode()
    assert is_refused(content, sha256(content).hexdigest())


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n", b"\xff\xfe", b"null\n", b'{"version":NaN}\n', b"[" * 300])
def test_what_is_no_result_is_refused(content):
    assert is_refused(content, sha256(content).hexdigest())
