"""Counting: pure functions, exactly as docs/fairness.md says. Nothing here knows of a database."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

VERSION = 1
MOST_POINTS = 5

# single: an option; approval: ascending options; score: points or None for each option; ranked: options, best first.
Choice = int | list[int] | list[int | None]
Round = dict[int, int]  # of an option: how many papers, or points


def rounds_of(
    method: str, options: Sequence[int], choices: Sequence[Choice], tie_order: Sequence[int]
) -> tuple[list[Round], list[int]]:
    """The rounds of a count and who wins them, before any quorum. Without a paper nobody does."""
    if method == "ranked":
        return _run_off(options, choices, tie_order)
    counts = first_round(method, options, choices)
    return [counts], [_best(counts, tie_order)] if choices else []


def first_round(method: str, options: Sequence[int], choices: Iterable[Choice]) -> Round:
    """What each option has at the first look: papers, or points of scores."""
    counts = dict.fromkeys(options, 0)
    for choice in choices:
        for option, points in _marks(method, options, choice):
            counts[option] += points
    return counts


def _marks(method: str, options: Sequence[int], choice: Any) -> Iterable[tuple[int, int]]:
    if method == "single":
        return [(choice, 1)]
    if method == "approval":
        return [(option, 1) for option in choice]
    if method == "score":
        return [(option, points or 0) for option, points in zip(options, choice, strict=True)]
    return [(option, 1) for option in choice[:1]]


def _run_off(options: Sequence[int], choices: Sequence[Any], tie_order: Sequence[int]) -> tuple[list[Round], list[int]]:
    """Instant run-off: more than half of the papers that still count wins, else the last option goes."""
    rankings = Counter(map(tuple, choices))  # many papers say the same
    left, rounds = list(options), []
    while left:
        counts = dict.fromkeys(left, 0)
        for ranking, papers in rankings.items():
            if (first := next((option for option in ranking if option in counts), None)) is not None:
                counts[first] += papers
        rounds.append(counts)
        counting, best = sum(counts.values()), _best(counts, tie_order)
        if counting == 0:
            break
        if 2 * counts[best] > counting:
            return rounds, [best]
        left.remove(_last(counts, tie_order))
    return rounds, []


def _best(counts: Mapping[int, int], tie_order: Sequence[int]) -> int:
    return min(counts, key=lambda option: (-counts[option], tie_order.index(option)))


def _last(counts: Mapping[int, int], tie_order: Sequence[int]) -> int:
    return min(counts, key=lambda option: (counts[option], -tie_order.index(option)))


def reaches_quorum(*, voted: int, eligible: int, percent: int) -> bool:
    """Did enough papers come in?"""
    return voted * 100 >= percent * eligible


def tally_of(
    *,
    ballot: int,
    method: str,
    options: Mapping[int, str],
    eligible: int,
    quorum_percent: int,
    tie_order: Sequence[int],
    papers: Mapping[str, Choice],
) -> dict[str, Any]:
    """The whole of what is published. `options` maps numbers to labels, `papers` receipts to choices."""
    in_order = sorted(papers)
    rounds, winners = rounds_of(method, list(options), [papers[receipt] for receipt in in_order], tie_order)
    if not reaches_quorum(voted=len(papers), eligible=eligible, percent=quorum_percent):
        winners = []
    return {
        "version": VERSION,
        "ballot": ballot,
        "method": method,
        "options": [{"id": option, "label": label} for option, label in options.items()],
        "eligible": eligible,
        "voted": len(papers),
        "quorum_percent": quorum_percent,
        "tie_order": list(tie_order),
        "papers": [{"receipt": receipt, "choice": papers[receipt]} for receipt in in_order],
        "rounds": [{str(option): count for option, count in counts.items()} for counts in rounds],
        "winners": winners,
    }


def canonical(tally: Mapping[str, Any]) -> str:
    """The one text of a tally: whoever writes it down gets the same bytes in UTF-8."""
    return json.dumps(tally, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"


def digest_of(text: str) -> str:
    """The SHA-256 of the published bytes."""
    return sha256(text.encode()).hexdigest()
