#!/usr/bin/env python3
"""Recount a ballot: python3 verify_tally.py tally.json DIGEST

Written from docs/fairness.md (section 2) alone, for whoever does not want to take the house's word. It needs Python
3.11 and nothing else, reads one file, talks to nobody. DIGEST is the SHA-256 that stands on the ballot's page and in
the notices; take it from there, or from somebody who kept theirs. Exit code 0: all of it holds. 1: something does not.
"""

import argparse
import hashlib
import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

KEYS = {
    "version",
    "ballot",
    "method",
    "options",
    "eligible",
    "voted",
    "quorum_percent",
    "tie_order",
    "papers",
    "rounds",
    "winners",
}
METHODS = {"single", "approval", "score", "ranked"}
RECEIPT = re.compile(r"[0-9a-f]{32}")
BEST_SCORE = 5


class Wrong(Exception):
    """What does not hold, in one sentence."""


def need(holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- it reads as a sentence
    if not holds:
        raise Wrong(otherwise)


def is_count(value: Any) -> bool:
    """A whole number from 0 on; Python's True is none."""
    return type(value) is int and value >= 0


def check_digest(content: bytes, digest: str) -> str:
    found = hashlib.sha256(content).hexdigest()
    need(found == digest, f"The file's SHA-256 is {found}, and {digest} was published.")
    return "The file is the one whose digest was published."


def check_text(content: bytes) -> dict[str, Any]:
    """The file's content, if it is written in the one way that is agreed upon."""
    try:
        tally = json.loads(content.decode("utf-8"), parse_constant=str)
    except ValueError as error:
        raise Wrong(f"The file is no JSON in UTF-8: {error}") from error
    canonical = json.dumps(tally, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    need(canonical.encode("utf-8") == content, "The file is not written in the agreed form.")
    need(isinstance(tally, dict) and tally.keys() == KEYS, f"The file's keys are not {', '.join(sorted(KEYS))}.")
    need(type(tally["version"]) is int and tally["version"] == 1, "This program knows version 1.")
    return tally


def check_frame(tally: dict[str, Any]) -> str:
    """Numbers, options and the order of ties are of the right kind and fit together."""
    need(is_count(tally["ballot"]), "The ballot has no number.")
    need(tally["method"] in METHODS, "The method is unknown.")
    need(isinstance(tally["options"], list), "There is no list of options.")
    for option in tally["options"]:
        need(isinstance(option, dict) and option.keys() == {"id", "label"}, "An option is not an id and a label.")
        need(is_count(option["id"]) and isinstance(option["label"], str), "An option's id or label is of no use.")
    ids = ids_of(tally)
    need(len(set(ids)) == len(ids), "Two options have one id.")
    need(isinstance(tally["tie_order"], list), "There is no order of ties.")
    need(all(map(is_count, tally["tie_order"])), "The order of ties is not one of ids.")
    need(sorted(tally["tie_order"]) == sorted(ids), "The order of ties does not name each option once.")
    for name in ("eligible", "voted", "quorum_percent"):
        need(is_count(tally[name]), f"“{name}” is no whole number.")
    need(tally["quorum_percent"] <= 100, "The quorum is above a hundred per cent.")
    return f"{len(ids)} options, and an order of ties that names each once."


def ids_of(tally: dict[str, Any]) -> list[int]:
    return [option["id"] for option in tally["options"]]


def check_papers(tally: dict[str, Any]) -> str:
    """Each paper is valid and there once; as many as voted, and no more than could."""
    papers = tally["papers"]
    need(isinstance(papers, list), "There is no list of papers.")
    for paper in papers:
        need(
            isinstance(paper, dict) and paper.keys() == {"receipt", "choice"}, "A paper is not a receipt and a choice."
        )
        receipt = paper["receipt"]
        need(isinstance(receipt, str) and bool(RECEIPT.fullmatch(receipt)), "A receipt is not 32 hex characters.")
        need(is_valid(paper["choice"], tally["method"], ids_of(tally)), f"The paper {receipt} says nothing valid.")
    receipts = [paper["receipt"] for paper in papers]
    need(receipts == sorted(set(receipts)), "The papers are not in the order of their receipts, each of them once.")
    need(tally["voted"] == len(papers), f"{tally['voted']} are said to have voted, and there are {len(papers)} papers.")
    need(tally["voted"] <= tally["eligible"], "There are more papers than could be cast.")
    return f"{len(papers)} papers of {tally['eligible']} possible, each valid and there once."


def is_valid(choice: Any, method: str, ids: list[int]) -> bool:
    if method == "single":
        return is_count(choice) and choice in ids
    if not isinstance(choice, list):
        return False
    if method == "score":
        return len(choice) == len(ids) and all(
            points is None or (is_count(points) and points <= BEST_SCORE) for points in choice
        )
    known = all(is_count(option) and option in ids for option in choice) and len(set(choice)) == len(choice)
    return known and (method == "ranked" or choice == sorted(choice))


def recount(tally: dict[str, Any]) -> tuple[list[dict[str, int]], list[int]]:
    """The rounds and the winner, before the quorum."""
    ids, choices = ids_of(tally), [paper["choice"] for paper in tally["papers"]]
    before = {option: place for place, option in enumerate(tally["tie_order"])}
    if tally["method"] == "ranked":
        return run_off(ids, choices, before)
    counts = dict.fromkeys(ids, 0)
    for choice in choices:
        if tally["method"] == "single":
            counts[choice] += 1
        elif tally["method"] == "approval":
            for option in choice:
                counts[option] += 1
        else:
            for option, points in zip(ids, choice, strict=True):
                counts[option] += 0 if points is None else points
    winner = sorted(ids, key=lambda option: (-counts[option], before[option]))[:1]
    return [as_text(counts)], winner if choices else []


def run_off(ids: list[int], choices: list[list[int]], before: dict[int, int]) -> tuple[list[dict[str, int]], list[int]]:
    """Round by round: each paper counts for the first option on it that is still there."""
    gone: set[int] = set()
    rounds: list[dict[str, int]] = []
    while len(gone) < len(ids):
        firsts = [next((option for option in choice if option not in gone), None) for choice in choices]
        counts = {option: firsts.count(option) for option in ids if option not in gone}
        rounds.append(as_text(counts))
        counting = sum(counts.values())
        if not counting:
            break
        for option, count in counts.items():
            if Fraction(count, counting) > Fraction(1, 2):
                return rounds, [option]
        gone.add(min(counts, key=lambda option: (counts[option], -before[option])))
    return rounds, []


def as_text(counts: dict[int, int]) -> dict[str, int]:
    return {str(option): count for option, count in counts.items()}


def check_count(tally: dict[str, Any]) -> str:
    """The papers, counted again, give what is written."""
    rounds, winners = recount(tally)
    # As text, in which 1, 1.0 and true are three different things.
    need(
        json.dumps(rounds, sort_keys=True) == json.dumps(tally["rounds"], sort_keys=True),
        "The papers give other rounds.",
    )
    has_quorum = tally["voted"] * 100 >= tally["quorum_percent"] * tally["eligible"]
    expected = winners if has_quorum else []
    need(json.dumps(expected) == json.dumps(tally["winners"]), f"The papers give other winners: {expected}.")
    labels = {option["id"]: option["label"] for option in tally["options"]}
    if not has_quorum:
        return f"{len(rounds)} round(s), counted again; the quorum is not reached, nothing wins."
    return (
        f"{len(rounds)} round(s), counted again; winner: {', '.join(labels[winner] for winner in winners) or 'none'}."
    )


def verify(content: bytes, digest: str) -> list[str]:
    """What was checked, a sentence each. Refuses (`Wrong`) at the first thing that does not hold."""
    said = [check_digest(content, digest)]
    tally = check_text(content)
    said.append("It is written in the agreed form, version 1.")
    return [*said, check_frame(tally), check_papers(tally), check_count(tally)]


def main() -> int:
    parser = argparse.ArgumentParser(description="Recount a ballot from its published file.")
    parser.add_argument("file", type=Path, help="the downloaded tally.json")
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
    print("All of it holds. Look for your own receipt in the file: the paper beside it has to be yours.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
