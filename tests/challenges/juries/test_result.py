"""Who wins: the page's vectors, and what the rules say of equals, quorums, weights and nobody."""

import json
import re
from fractions import Fraction

import pytest

from challenges.juries.result import community_tally, result_of, share_of_others, shortlist_of
from ideas.ballots.tally import canonical, digest_of
from tests.guards.tree import ROOT

PAGE = (ROOT / "docs" / "fairness.md").read_text(encoding="utf-8").partition("## 4. ")[2]
VECTORS = {
    name: (json.loads(text), digest)
    for name, text, digest in re.findall(r"^- (\w+): `(\{.*\})`; SHA-256 `([0-9a-f]{64})`$", PAGE, re.MULTILINE)
}
MADE = ("tallies", "scores", "places", "winners", "version")


def judged(*, community=None, jury=None, entries=("a", "b", "c"), **fields):
    """The result of photos, from the choices of papers and the marks of a jury's rounds."""
    weight = 100 if jury is None else 0 if community is None else 50
    facts = {"qdefi": "q", "kind": "photo", "entries": list(entries), "draw": sorted(entries, reverse=True)}
    facts |= {"community": None, "jury": None, "quiz": None, "guess": None}
    if community is not None:
        papers = [{"receipt": f"{n:032x}", "choice": choice} for n, choice in enumerate(community)]
        method = fields.get("method", "approval")
        turnout = {"eligible": 9, "voted": len(papers), "papers": papers}
        facts["community"] = {"weight": fields.get("weight", weight), "method": method} | turnout
    if jury is not None:
        rounds = [{"method": "stars", "keeps": 0, "marks": marks} for marks in jury]
        jurys = 100 - (fields.get("weight", weight) if community is not None else 0)
        facts["jury"] = {"weight": jurys, "quorum": fields.get("quorum", 1), "rounds": rounds}
    return result_of(facts)


def test_there_is_a_vector_of_each_way():
    assert VECTORS.keys() == {"approval", "stars", "jury", "quiz", "guess"}


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors(name):
    result, digest = VECTORS[name]
    again = result_of({key: value for key, value in result.items() if key not in MADE})
    assert again == result
    assert digest_of(canonical(again)) == digest


def test_equals_share_a_place_and_stand_in_the_order_drawn():
    result = judged(community=[{"a": 1, "b": 1}, {"a": 1, "b": 1}, {"c": 1}])
    assert result["places"] == {"a": 1, "b": 1, "c": 3}
    assert result["winners"] == ["b", "a"]


def test_the_weight_decides_however_far_apart_marks_are():
    """A jury that gives fours and fives weighs no less than a crowd of a thousand."""
    crowd, jury = [{"a": 1}] * 1_000, [{"a": [4], "b": [5], "c": [4]}]
    assert judged(community=crowd, jury=jury, weight=49)["winners"] == ["b"]
    assert judged(community=crowd, jury=jury, weight=60)["winners"] == ["a"]


def test_a_handful_of_friends_is_no_majority():
    tally = community_tally("ab", "stars", [{"a": 5}, *[{"b": 5}] * 19, {"b": 4}])
    assert tally == {"a": Fraction(20, 6), "b": Fraction(114, 25)}


@pytest.mark.parametrize(
    "result",
    [
        judged(community=[], entries=()),
        judged(community=[]),
        judged(community=[{}]),  # what was voted for stands no more
        judged(jury=[{"a": [], "b": [5], "c": []}], quorum=2),
        judged(jury=[{"a": [0], "b": [0], "c": [0]}]),
        judged(jury=[{"a": [1], "b": [1], "c": [0]}, {"a": [], "b": []}]),  # none of the last round was judged
    ],
    ids=["no entry", "no paper", "an empty paper", "no quorum", "no to all", "no last round"],
)
def test_nobody_wins(result):
    assert result["winners"] == []
    assert set(result["places"].values()) <= {None}


def test_who_too_few_judged_has_no_place():
    result = judged(jury=[{"a": [1, 2], "b": [5], "c": [3, 3]}], quorum=2)
    assert result["places"] == {"a": 2, "b": None, "c": 1}


def test_a_later_round_stands_before_an_earlier_one():
    result = judged(jury=[{"a": [1, 1], "b": [1, 1], "c": [0, 1]}, {"a": [1, 1], "b": [2, 2]}])
    assert result["places"] == {"b": 1, "a": 2, "c": 3}


def test_a_shortlist_keeps_who_has_as_much_as_its_last():
    marks = {"a": [1, 1], "b": [0, 1], "c": [0, 1], "d": [0, 0], "e": [1]}
    assert shortlist_of(marks, 2, 1) == ["a"]
    assert shortlist_of(marks, 2, 2) == ["a", "b", "c"]
    assert shortlist_of(marks, 2, 9) == ["a", "b", "c"]  # nobody without a yes
    assert shortlist_of({}, 1, 3) == []


def test_the_part_of_the_others():
    assert share_of_others({"a": 5}) == {"a": 1}
    assert share_of_others({}) == {}
    assert share_of_others({"a": 1, "b": 2, "c": 2, "d": 9}) == {
        "a": 0,
        "b": Fraction(1, 2),
        "c": Fraction(1, 2),
        "d": 1,
    }
