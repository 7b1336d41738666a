#!/usr/bin/env python3
"""Count a Qdéfi again: python3 verify_qdefi.py result.json DIGEST

Written from docs/fairness.md (section 4) alone, for whoever does not want to take the house's word. It needs Python
3.11 and nothing else, reads one file, talks to nobody. DIGEST is the SHA-256 that stands on the Qdéfi's page; take it
from there, or from somebody who kept theirs. Exit code 0: all of it holds. 1: something does not.
"""

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

KEYS = {
    "version",
    "qdefi",
    "kind",
    "entries",
    "draw",
    "community",
    "jury",
    "quiz",
    "guess",
    "tallies",
    "scores",
    "places",
    "winners",
}
KINDS = {"photo", "text", "quiz", "guess"}
RECEIPT = re.compile(r"[0-9a-f]{32}")
MOST_STARS = 5


class Wrong(Exception):
    """What does not hold, in one sentence."""


def need(holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- it reads as a sentence
    if not holds:
        raise Wrong(otherwise)


def is_number(value: Any, least: int = 0, most: int | None = None) -> bool:
    """A whole number in these bounds; Python's True is none."""
    return type(value) is int and value >= least and (most is None or value <= most)


def is_made_of(value: Any, *keys: str) -> bool:
    return isinstance(value, dict) and value.keys() == set(keys)


def check_digest(content: bytes, digest: str) -> str:
    found = hashlib.sha256(content).hexdigest()
    need(found == digest, f"The file's SHA-256 is {found}, and {digest} was published.")
    return "The file is the one whose digest was published."


def check_text(content: bytes) -> dict[str, Any]:
    """The file's content, if it is written in the one way that is agreed upon."""
    try:
        result = json.loads(content.decode("utf-8"), parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"The file is no JSON in UTF-8: {error}") from error
    canonical = json.dumps(result, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    need(canonical.encode("utf-8") == content, "The file is not written in the agreed form.")
    need(is_made_of(result, *KEYS), f"The file's keys are not {', '.join(sorted(KEYS))}.")
    need(is_number(result["version"], 1, 1), "This program knows version 1.")
    return result


def check_frame(result: dict[str, Any]) -> str:
    """Entries, the order drawn, and the one way of judging that the kind asks for."""
    entries, draw, kind = result["entries"], result["draw"], result["kind"]
    need(isinstance(result["qdefi"], str), "The Qdéfi has no name.")
    need(isinstance(kind, str) and kind in KINDS, "The kind is unknown.")
    for codes in (entries, draw):
        need(isinstance(codes, list) and all(isinstance(code, str) for code in codes), "There is no list of entries.")
    need(entries == sorted(set(entries)), "The entries are not in order, each of them once.")
    need(sorted(draw) == entries, "The order drawn does not name each entry once.")
    given = {name for name in ("community", "jury", "quiz", "guess") if result[name] is not None}
    expected = [{kind}] if kind in {"quiz", "guess"} else [{"community"}, {"jury"}, {"community", "jury"}]
    need(given in expected, "It is not judged in the way its kind asks for.")
    if kind not in {"quiz", "guess"}:
        weights = [result[name].get("weight") for name in given if isinstance(result[name], dict)]
        need(all(is_number(each, 1, 100) for each in weights), "A weight is not of 1 to 100 per cent.")
        need(sum(weights) == 100, "The weights do not make a hundred per cent.")
    return f"{len(entries)} entries, and an order drawn that names each once."


def check_papers(result: dict[str, Any]) -> str:
    """Each paper is valid and there once; as many as voted, and no more than could."""
    community = result["community"]
    if community is None:
        return "The community had no vote in it."
    need(is_made_of(community, "weight", "method", "eligible", "voted", "papers"), "The vote is not written as agreed.")
    need(community["method"] in ("approval", "stars"), "The method of the vote is unknown.")
    need(is_number(community["eligible"]) and is_number(community["voted"]), "The turnout is of no use.")
    need(isinstance(community["papers"], list), "There is no list of papers.")
    most = 1 if community["method"] == "approval" else MOST_STARS
    known = set(result["entries"])
    for paper in community["papers"]:
        need(is_made_of(paper, "receipt", "choice"), "A paper is not a receipt and a choice.")
        receipt, choice = paper["receipt"], paper["choice"]
        need(isinstance(receipt, str) and bool(RECEIPT.fullmatch(receipt)), "A receipt is not 32 hex characters.")
        is_valid = isinstance(choice, dict) and choice.keys() <= known
        need(
            is_valid and all(is_number(mark, 1, most) for mark in choice.values()),
            f"The paper {receipt} says nothing valid.",
        )
    receipts = [paper["receipt"] for paper in community["papers"]]
    need(receipts == sorted(set(receipts)), "The papers are not in the order of their receipts, each of them once.")
    need(community["voted"] == len(receipts), "There are not as many papers as are said to have voted.")
    need(community["voted"] <= community["eligible"], "There are more papers than could be cast.")
    return f"{len(receipts)} papers of {community['eligible']} possible, each valid and there once."


def check_marks(result: dict[str, Any]) -> str:
    """The jury's rounds: valid marks, and who went on had at least what who stayed behind had."""
    jury = result["jury"]
    if jury is None:
        return "There was no jury."
    need(is_made_of(jury, "weight", "quorum", "rounds"), "The jury is not written as agreed.")
    need(is_number(jury["quorum"], 1), "The quorum is of no use.")
    need(isinstance(jury["rounds"], list) and len(jury["rounds"]) in (1, 2), "A jury has one round or two.")
    for row in jury["rounds"]:
        need(is_made_of(row, "method", "keeps", "marks"), "A round is not written as agreed.")
        need(row["method"] in ("yes_no", "stars") and is_number(row["keeps"]), "The method of a round is unknown.")
        least, most = (0, 1) if row["method"] == "yes_no" else (1, MOST_STARS)
        need(isinstance(row["marks"], dict), "There are no marks.")
        for marks in row["marks"].values():
            need(
                isinstance(marks, list) and all(is_number(mark, least, most) for mark in marks), "A mark is not valid."
            )
            need(marks == sorted(marks), "Marks are not in order.")
    first, *further = jury["rounds"]
    need(sorted(first["marks"]) == result["entries"], "The first round is not about each entry.")
    if further:
        check_shortlist(first, further[0], jury["quorum"])
    return f"{len(jury['rounds'])} round(s) of the jury, with a quorum of {jury['quorum']}."


def check_shortlist(first: dict[str, Any], second: dict[str, Any], quorum: int) -> None:
    need(first["method"] == "yes_no" and first["keeps"] > 0, "The first round made no shortlist.")
    need(second["method"] == "stars" and second["keeps"] == 0, "The second round is not of stars.")
    means = {entry: Fraction(sum(marks), len(marks)) for entry, marks in first["marks"].items() if len(marks) >= quorum}
    went_on = second["marks"].keys()
    need(went_on <= means.keys(), "Somebody went on whom too few had judged.")
    need(all(means[entry] > 0 for entry in went_on), "Somebody went on for whom nobody was.")
    stayed = [mean for entry, mean in means.items() if entry not in went_on]
    if stayed and went_on:
        need(min(means[entry] for entry in went_on) > max(stayed), "Somebody stayed behind who had as much.")


def check_answers(result: dict[str, Any]) -> str:
    """What scores itself: an answer for each question, a guess for each entry."""
    if (quiz := result["quiz"]) is not None:
        need(is_made_of(quiz, "right", "answers"), "The quiz is not written as agreed.")
        need(isinstance(quiz["right"], list) and all(map(is_number, quiz["right"])), "The right answers are of no use.")
        need(isinstance(quiz["answers"], dict) and sorted(quiz["answers"]) == result["entries"], "Answers are missing.")
        for answers in quiz["answers"].values():
            need(isinstance(answers, list) and all(map(is_number, answers)), "Answers are of no use.")
            need(len(answers) == len(quiz["right"]), "Somebody answered more or less than was asked.")
        return f"{len(quiz['right'])} questions, answered by each."
    if (guess := result["guess"]) is not None:
        need(is_made_of(guess, "solution", "guesses"), "The guesses are not written as agreed.")
        need(type(guess["solution"]) is int, "The solution is of no use.")
        need(
            isinstance(guess["guesses"], dict) and sorted(guess["guesses"]) == result["entries"], "Guesses are missing."
        )
        need(all(type(each) is int for each in guess["guesses"].values()), "A guess is of no use.")
        return "A guess for each entry."
    return "People judged it."


def recount(result: dict[str, Any]) -> dict[str, Any]:
    """Tallies, scores, places and winners, from what was given."""
    if result["quiz"] is not None:
        right = result["quiz"]["right"]
        scores = {
            entry: Fraction(len([1 for given, key in zip(answers, right, strict=True) if given == key]))
            for entry, answers in result["quiz"]["answers"].items()
        }
        return finish(result, {}, scores, {entry for entry, score in scores.items() if score > 0})
    if result["guess"] is not None:
        solution = result["guess"]["solution"]
        scores = {
            entry: Fraction(-max(each - solution, solution - each))
            for entry, each in result["guess"]["guesses"].items()
        }
        return finish(result, {}, scores, set(scores))
    return recount_judged(result)


def recount_judged(result: dict[str, Any]) -> dict[str, Any]:
    field = set(result["entries"])
    tallies: dict[str, dict[str, Fraction]] = {}
    named: set[str] = set()
    values: list[tuple[int, dict[str, Any]]] = []
    if (jury := result["jury"]) is not None:
        reached = reached_by(jury)
        field = set(reached)
        tallies["jury"] = {entry: mean for entry, (_n, mean) in reached.items()}
        values.append((jury["weight"], reached))
        named |= {entry for row in jury["rounds"] for entry, marks in row["marks"].items() if sum(marks) > 0}
    if (community := result["community"]) is not None:
        tallies["community"] = counted(result["entries"], community)
        values.append((community["weight"], tallies["community"]))
        named |= {entry for paper in community["papers"] for entry in paper["choice"]}
    scores = {
        entry: sum((Fraction(weight, 100) * share(entry, value, field) for weight, value in values), Fraction(0))
        for entry in field
    }
    return finish(result, tallies, scores, named)


def counted(entries: list[str], community: dict[str, Any]) -> dict[str, Fraction]:
    marks: dict[str, list[int]] = {entry: [] for entry in entries}
    for paper in community["papers"]:
        for entry, mark in paper["choice"].items():
            marks[entry].append(mark)
    if community["method"] == "approval":
        return {entry: Fraction(len(given)) for entry, given in marks.items()}
    return {entry: Fraction(sum([3, 3, 3, 3, 3, *given]), 5 + len(given)) for entry, given in marks.items()}


def reached_by(jury: dict[str, Any]) -> dict[str, tuple[int, Fraction]]:
    """Of each entry that enough judged in the last round it reached: that round, and its mean there."""
    reached: dict[str, tuple[int, list[int]]] = {}
    for n, row in enumerate(jury["rounds"]):
        for entry, marks in row["marks"].items():
            reached[entry] = (n, marks)
    enough = {entry: each for entry, each in reached.items() if len(each[1]) >= jury["quorum"]}
    if len(jury["rounds"]) - 1 not in {n for n, _marks in enough.values()}:
        return {}
    return {entry: (n, Fraction(sum(marks), len(marks))) for entry, (n, marks) in enough.items()}


def share(entry: str, values: dict[str, Any], field: set[str]) -> Fraction:
    """The part of the others that it stands before, equals counting half."""
    if len(field) == 1:
        return Fraction(1)
    how_many = Counter(values[other] for other in field)
    below = sum(count for value, count in how_many.items() if value < values[entry])
    return (below + Fraction(how_many[values[entry]] - 1, 2)) / (len(field) - 1)


def finish(
    result: dict[str, Any], tallies: dict[str, dict[str, Fraction]], scores: dict[str, Fraction], may_win: set[str]
) -> dict[str, Any]:
    best = max(scores.values(), default=None)
    winners = [entry for entry in result["draw"] if entry in scores and scores[entry] == best and entry in may_win]
    how_many = Counter(scores.values())
    before, passed = {}, 0
    for score in sorted(how_many, reverse=True):
        before[score] = passed
        passed += how_many[score]
    return {
        "tallies": {
            side: {entry: [value.numerator, value.denominator] for entry, value in tally.items()}
            for side, tally in tallies.items()
        },
        "scores": {
            entry: [scores[entry].numerator, scores[entry].denominator] if entry in scores else None
            for entry in result["entries"]
        },
        "places": {
            entry: before[scores[entry]] + 1 if winners and entry in scores else None for entry in result["entries"]
        },
        "winners": winners,
    }


def check_count(result: dict[str, Any]) -> str:
    """All of it, counted again, gives what is written."""
    for name, value in recount(result).items():
        # As text, in which 1, 1.0 and true are three different things.
        is_same = json.dumps(value, sort_keys=True) == json.dumps(result[name], sort_keys=True)
        need(is_same, f"What was given makes other {name}: {value}.")
    return f"Counted again; winner: {', '.join(result['winners']) or 'none'}."


def verify(content: bytes, digest: str) -> list[str]:
    """What was checked, a sentence each. Refuses (`Wrong`) at the first thing that does not hold."""
    said = [check_digest(content, digest)]
    result = check_text(content)
    said.append("It is written in the agreed form, version 1.")
    checks = (check_frame, check_papers, check_marks, check_answers, check_count)
    return [*said, *(check(result) for check in checks)]


def main() -> int:
    parser = argparse.ArgumentParser(description="Count a Qdéfi again from its published file.")
    parser.add_argument("file", type=Path, help="the downloaded result.json")
    parser.add_argument("digest", help="the SHA-256 published beside it, 64 hex characters")
    asked = parser.parse_args()
    try:
        for sentence in verify(asked.file.read_bytes(), asked.digest.strip().lower()):
            print(f"ok     {sentence}")
    except Wrong as wrong:
        print(f"WRONG  {wrong}")
        return 1
    except OSError as error:
        print(f"WRONG  The file cannot be read: {error}")
        return 1
    print("All of it holds. If you kept your receipt, look for it in the file: the paper beside it has to be yours.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
