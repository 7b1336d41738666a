"""Who wins: pure functions over fractions, exactly as docs/fairness.md says. Nothing here knows of a database."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

VERSION = 1
# Of a vote by stars each entry begins with so many marks in the middle: a handful of friends is no majority.
MARKS_BEFORE, MIDDLE = 5, 3

Tally = dict[str, Fraction]
Standing = dict[str, tuple[int, Fraction]]  # of a jury: the last round an entry reached, and its mean there


def result_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The whole of what is published, from what was counted: `facts` are its keys but for those made here."""
    if facts["quiz"] is not None:
        scores = _quiz_scores(facts["quiz"])
        return _published(facts, {}, scores, {entry for entry, score in scores.items() if score})
    if facts["guess"] is not None:
        scores = _guess_scores(facts["guess"])
        return _published(facts, {}, scores, set(scores))
    return _judged(facts)


def _judged(facts: Mapping[str, Any]) -> dict[str, Any]:
    community, jury = facts["community"], facts["jury"]
    votes = community_tally(facts["entries"], community["method"], choices_of(community)) if community else {}
    standing = jury_standing(jury) if jury else {}
    field = list(standing) if jury else facts["entries"]
    tallies: dict[str, Tally] = {}
    parts: list[tuple[int, dict[str, Fraction]]] = []
    if community:
        tallies["community"] = votes
        parts.append((community["weight"], share_of_others({entry: votes[entry] for entry in field})))
    if jury:
        tallies["jury"] = {entry: mean for entry, (_round, mean) in standing.items()}
        parts.append((jury["weight"], share_of_others(standing)))
    scores = {entry: sum((weight * share[entry] for weight, share in parts), Fraction(0)) / 100 for entry in field}
    return _published(facts, tallies, scores, _named(facts))


def choices_of(community: Mapping[str, Any]) -> list[Mapping[str, int]]:
    """What stands on the papers."""
    return [paper["choice"] for paper in community["papers"]]


def community_tally(entries: Iterable[str], method: str, choices: Iterable[Mapping[str, int]]) -> Tally:
    """What each entry has of the community: how many named it, or the mean of its stars with the five it began with."""
    counts, sums = dict.fromkeys(entries, 0), dict.fromkeys(entries, 0)
    for choice in choices:
        for entry, mark in choice.items():
            counts[entry] += 1
            sums[entry] += mark
    if method == "approval":
        return {entry: Fraction(count) for entry, count in counts.items()}
    before = MARKS_BEFORE * MIDDLE
    return {entry: Fraction(sums[entry] + before, count + MARKS_BEFORE) for entry, count in counts.items()}


def jury_standing(jury: Mapping[str, Any]) -> Standing:
    """How far each entry came with the jury, and the mean of its marks there.

    Who too few judged in the last round it reached is not in it; if that holds for all of the last round, nobody is.
    """
    marks = {entry: (n, each) for n, row in enumerate(jury["rounds"]) for entry, each in row["marks"].items()}
    enough = {
        entry: (n, Fraction(sum(each), len(each))) for entry, (n, each) in marks.items() if len(each) >= jury["quorum"]
    }
    last = len(jury["rounds"]) - 1
    return enough if any(n == last for n, _mean in enough.values()) else {}


def shortlist_of(marks: Mapping[str, list[int]], quorum: int, keeps: int) -> list[str]:
    """Who goes on from a round of yes and no: so many, with those who have as much as the last of them."""
    means = {entry: Fraction(sum(each), len(each)) for entry, each in marks.items() if len(each) >= quorum}
    limit = sorted(means.values(), reverse=True)[:keeps][-1:]
    return sorted(entry for entry, mean in means.items() if limit and mean >= limit[0] and mean > 0)


def share_of_others(standing: Mapping[str, Any]) -> dict[str, Fraction]:
    """Which part of the others each stands before, equals counting half; 1 for who is alone."""
    values = sorted(standing.values())
    first: dict[Any, int] = {}
    last: dict[Any, int] = {}
    for n, value in enumerate(values):
        first.setdefault(value, n)
        last[value] = n
    others = len(values) - 1
    if not others:
        return dict.fromkeys(standing, Fraction(1))
    return {entry: Fraction(first[value] + last[value], 2 * others) for entry, value in standing.items()}


def _quiz_scores(quiz: Mapping[str, Any]) -> dict[str, Fraction]:
    right = quiz["right"]
    return {
        entry: Fraction(sum(given == key for given, key in zip(answers, right, strict=True)))
        for entry, answers in quiz["answers"].items()
    }


def _guess_scores(guess: Mapping[str, Any]) -> dict[str, Fraction]:
    """Nearest first: how far away, below nothing."""
    return {entry: Fraction(-abs(each - guess["solution"])) for entry, each in guess["guesses"].items()}


def _named(facts: Mapping[str, Any]) -> set[str]:
    """Entries that somebody is for: nobody wins whom nobody gave anything."""
    named = {entry for choice in choices_of(facts["community"]) for entry in choice} if facts["community"] else set()
    for row in facts["jury"]["rounds"] if facts["jury"] else ():
        named |= {entry for entry, marks in row["marks"].items() if any(marks)}
    return named


def _published(
    facts: Mapping[str, Any], tallies: Mapping[str, Tally], scores: Mapping[str, Fraction], may_win: Collection[str]
) -> dict[str, Any]:
    """With places, shared by equals; the winners stand in the order drawn. Without a winner nobody has a place."""
    best = max(scores.values(), default=None)
    at_best = {entry for entry, score in scores.items() if score == best and entry in may_win}
    winners = [entry for entry in facts["draw"] if entry in at_best]
    descending = sorted(scores.values(), reverse=True)
    first: dict[Fraction, int] = {}
    for n, score in enumerate(descending, 1):
        first.setdefault(score, n)
    return {
        **facts,
        "version": VERSION,
        "tallies": {side: {entry: _pair(value) for entry, value in tally.items()} for side, tally in tallies.items()},
        "scores": {entry: _pair(scores[entry]) if entry in scores else None for entry in facts["entries"]},
        "places": {entry: first[scores[entry]] if winners and entry in scores else None for entry in facts["entries"]},
        "winners": winners,
    }


def _pair(value: Fraction) -> list[int]:
    return [value.numerator, value.denominator]
