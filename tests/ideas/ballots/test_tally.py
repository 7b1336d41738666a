"""Counting: the vectors of docs/fairness.md, another way of counting, and what must hold for any papers."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.ballots.tally import canonical, digest_of, reaches_quorum, rounds_of, tally_of
from tests.factories.ballots import random_choice

PAGE = (Path(__file__).parents[3] / "docs" / "fairness.md").read_text().split("\n## 2. ")[1].split("\n## ")[0]
VECTORS = {
    method: (json.loads(vector), digest)
    for method, vector, digest in re.findall(
        r"^- (single|approval|score|ranked): `(\{.*\})`; SHA-256 `([0-9a-f]{64})`", PAGE, re.MULTILINE
    )
}
METHODS = ["single", "approval", "score", "ranked"]
OPTIONS = [3, 5, 8, 13]


@pytest.mark.parametrize("method", METHODS)
def test_the_vectors_of_the_page(method):
    expected, digest = VECTORS[method]
    tally = tally_of(
        ballot=expected["ballot"],
        method=method,
        options={option["id"]: option["label"] for option in expected["options"]},
        eligible=expected["eligible"],
        quorum_percent=expected["quorum_percent"],
        tie_order=expected["tie_order"],
        papers={paper["receipt"]: paper["choice"] for paper in expected["papers"]},
    )
    assert tally == expected
    assert digest_of(canonical(tally)) == digest


def test_the_file_has_the_keys_of_the_page():
    listed = re.search(r"Keys: (.+?)\.$", PAGE, re.MULTILINE).group(1)
    keys = set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)|\[.*?\]", "", listed)))
    assert VECTORS["single"][0].keys() == keys


@pytest.mark.parametrize(
    ("method", "choices", "rounds", "winners"),
    [
        ("single", [3, 5, 5], [{3: 1, 5: 2, 8: 0}], [5]),
        ("single", [3, 5], [{3: 1, 5: 1, 8: 0}], [5]),  # a tie: 5 stands earlier in the order of ties
        ("single", [], [{3: 0, 5: 0, 8: 0}], []),
        ("approval", [[3, 5], [5], [3, 5, 8]], [{3: 2, 5: 3, 8: 1}], [5]),
        ("score", [[5, 0, None], [None, 4, 3], [None, None, 2]], [{3: 5, 5: 4, 8: 5}], [8]),
        ("ranked", [[3], [3], [5]], [{3: 2, 5: 1, 8: 0}], [3]),
        ("ranked", [[3, 5], [5], [8, 3]], [{3: 1, 5: 1, 8: 1}, {5: 2, 8: 1}], [5]),  # 3 is last in the order of ties
        ("ranked", [[3], [5], [8]], [{3: 1, 5: 1, 8: 1}, {5: 1, 8: 1}, {8: 1}], [8]),
        ("ranked", [[3], [3, 8], [5, 8], [8, 5], [8]], [{3: 2, 5: 1, 8: 2}, {3: 2, 8: 3}], [8]),
        ("ranked", [[], []], [{3: 0, 5: 0, 8: 0}], []),
        ("ranked", [], [{3: 0, 5: 0, 8: 0}], []),
    ],
)
def test_by_hand(method, choices, rounds, winners):
    assert rounds_of(method, [3, 5, 8], choices, [8, 5, 3]) == (rounds, winners)


@pytest.mark.parametrize(
    ("voted", "eligible", "percent", "reached"),
    [(0, 0, 0, True), (0, 9, 0, True), (1, 3, 34, False), (1, 3, 33, True), (50, 100, 50, True), (49, 100, 50, False)],
)
def test_a_quorum_is_reached_to_the_paper(voted, eligible, percent, reached):
    assert reaches_quorum(voted=voted, eligible=eligible, percent=percent) is reached


def tally_for(method, choices, *, seed=0, eligible=None, quorum=0):
    chance = Random(seed)
    return tally_of(
        ballot=1,
        method=method,
        options={option: f"Option {option}" for option in OPTIONS},
        eligible=len(choices) if eligible is None else eligible,
        quorum_percent=quorum,
        tie_order=chance.sample(OPTIONS, len(OPTIONS)),
        papers={f"{chance.getrandbits(128):032x}": choice for choice in choices},
    )


def test_below_the_quorum_nothing_wins_and_all_is_counted():
    short = tally_for("single", [3, 3], eligible=10, quorum=21)
    assert (short["winners"], short["rounds"]) == ([], [{"3": 2, "5": 0, "8": 0, "13": 0}])
    assert tally_for("single", [3, 3], eligible=10, quorum=20)["winners"] == [3]


def run_off_by_sets(options, rankings, tie_order):
    """Instant run-off written the other way round: piles of paper that are picked up and dealt out again."""
    piles = {option: [] for option in options}

    def deal(papers):
        for paper in papers:
            for option in paper:
                if option in piles:
                    piles[option].append(paper)
                    break

    deal(rankings)
    while piles:
        if not (counting := sum(map(len, piles.values()))):
            return None
        for option in tie_order:
            if option in piles and len(piles[option]) * 2 > counting:
                return option
        fewest = min(map(len, piles.values()))
        goes = [option for option in tie_order if option in piles and len(piles[option]) == fewest][-1]
        deal(piles.pop(goes))
    return None


papers = st.lists(st.permutations(OPTIONS).flatmap(lambda all_: st.integers(0, 4).map(lambda n: all_[:n])), max_size=40)


@given(papers, st.permutations(OPTIONS))
def test_the_run_off_counted_the_other_way_round(rankings, tie_order):
    _rounds, winners = rounds_of("ranked", OPTIONS, rankings, tie_order)
    assert winners == [winner for winner in [run_off_by_sets(OPTIONS, rankings, tie_order)] if winner is not None]


@given(papers, st.permutations(OPTIONS))
def test_what_holds_for_any_run_off(rankings, tie_order):
    rounds, winners = rounds_of("ranked", OPTIONS, rankings, tie_order)
    assert [len(counts) for counts in rounds] == [len(OPTIONS) - number for number in range(len(rounds))]
    totals = [sum(counts.values()) for counts in rounds]
    assert totals == sorted(totals, reverse=True)  # papers only ever run out
    assert sum(1 for ranking in rankings if ranking) == totals[0]
    if winners:
        assert 2 * rounds[-1][winners[0]] > totals[-1]
    for before, after in pairwise(rounds):
        [gone] = before.keys() - after.keys()
        assert before[gone] == min(before.values())


@pytest.mark.parametrize("method", METHODS)
@given(seed=st.integers(0, 2**32), number=st.integers(0, 30))
def test_the_order_of_papers_decides_nothing(method, seed, number):
    chance = Random(seed)
    choices = [random_choice(method, OPTIONS, chance) for _ in range(number)]
    shuffled = chance.sample(choices, len(choices))
    assert rounds_of(method, OPTIONS, choices, OPTIONS) == rounds_of(method, OPTIONS, shuffled, OPTIONS)


@given(seed=st.integers(0, 2**32), number=st.integers(1, 30))
def test_each_paper_is_counted_once(seed, number):
    chance = Random(seed)
    choices = [random_choice("single", OPTIONS, chance) for _ in range(number)]
    [counts], [winner] = rounds_of("single", OPTIONS, choices, OPTIONS)
    assert +Counter(counts) == Counter(choices)
    assert counts[winner] == max(counts.values())


def test_the_text_is_the_same_for_everybody():
    text = canonical(tally_for("approval", [[3, 5]]))
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert "é" in canonical({"label": "doré"})


def is_tied(rounds):
    """Did the order of ties decide who went?"""
    return any(list(counts.values()).count(min(counts.values())) > 1 for counts in rounds[:-1])


def test_the_run_off_of_an_independent_library():
    """It breaks ties in a way of its own, so that only counts without one can be compared."""
    import pyrankvote as other

    candidates = {option: other.Candidate(str(option)) for option in OPTIONS}
    compared = 0
    for seed in range(300):
        chance = Random(seed)
        rankings = [random_choice("ranked", OPTIONS, chance) for _ in range(chance.randint(5, 40))]
        rounds, winners = rounds_of("ranked", OPTIONS, rankings, OPTIONS)
        if is_tied(rounds):
            continue
        ballots = [other.Ballot([candidates[option] for option in ranking]) for ranking in rankings]
        elected = other.instant_runoff_voting(list(candidates.values()), ballots).get_winners()
        assert [int(candidate.name) for candidate in elected] == winners, seed
        compared += 1
    assert compared > 100
