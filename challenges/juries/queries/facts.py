"""What was counted, as the published file has it: entries by their codes, papers and marks without names."""

from collections.abc import Mapping
from typing import Any

from challenges.juries.models import Judging, JuryRound, Mark, Paper, RingPlace
from challenges.qdefis.models import Entry, EntryState, Kind, Question
from challenges.qdefis.models.qdefis import GUESS_PLACES

THOUSANDTHS = 10**GUESS_PLACES


def facts_of(judging: Judging) -> dict[str, Any]:
    """The facts of a sealed judging, over the entries that stand now: what was said of others is left out."""
    qdefi = judging.qdefi
    ring = RingPlace.objects.filter(judging=judging, entry__state=EntryState.SUBMITTED).order_by("n")
    codes = dict(ring.values_list("entry_id", "entry__code"))
    return {
        "qdefi": qdefi.slug,
        "kind": qdefi.kind,
        "entries": sorted(codes.values()),
        "draw": list(codes.values()),
        "community": _community(judging, codes) if qdefi.is_judged and qdefi.community_weight else None,
        "jury": _jury(judging, codes) if qdefi.has_jury else None,
        "quiz": _quiz(judging, codes) if qdefi.kind == Kind.QUIZ else None,
        "guess": _guess(judging, codes) if qdefi.kind == Kind.GUESS else None,
    }


def _community(judging: Judging, codes: Mapping[int, str]) -> dict[str, Any]:
    papers = Paper.objects.filter(judging=judging).order_by("receipt").values_list("receipt", "choice")
    known = {str(pk): code for pk, code in codes.items()}
    return {
        "weight": judging.qdefi.community_weight,
        "method": judging.qdefi.vote_method,
        "eligible": judging.eligible or 0,
        "voted": judging.voted,
        "papers": [
            {"receipt": receipt, "choice": {known[pk]: mark for pk, mark in choice.items() if pk in known}}
            for receipt, choice in papers
        ],
    }


def _jury(judging: Judging, codes: Mapping[int, str]) -> dict[str, Any]:
    return {
        "weight": 100 - judging.qdefi.community_weight,
        "quorum": judging.qdefi.quorum,
        "rounds": [
            {"method": row.method, "keeps": row.keeps, "marks": marks_of(row, codes)}
            for row in judging.rounds.order_by("n")
        ],
    }


def marks_of(row: JuryRound, codes: Mapping[int, str]) -> dict[str, list[int]]:
    """The marks of a round by entry, ascending: whose they are is nobody's business."""
    field = codes if row.field is None else [pk for pk in row.field if pk in codes]
    marks: dict[str, list[int]] = {codes[pk]: [] for pk in field}
    for entry, mark in (
        Mark.objects.filter(round=row, entry__in=list(field)).order_by("mark").values_list("entry_id", "mark")
    ):
        marks[codes[entry]].append(mark)
    return marks


def _quiz(judging: Judging, codes: Mapping[int, str]) -> dict[str, Any]:
    right = list(Question.objects.filter(qdefi=judging.qdefi_id).values_list("right", flat=True))
    answers = dict(Entry.objects.filter(pk__in=codes).values_list("code", "answers"))
    return {"right": right, "answers": answers}


def _guess(judging: Judging, codes: Mapping[int, str]) -> dict[str, Any]:
    guesses = dict(Entry.objects.filter(pk__in=codes).values_list("code", "guess"))
    return {
        "solution": int((judging.qdefi.solution or 0) * THOUSANDTHS),
        "guesses": {code: int(guess * THOUSANDTHS) for code, guess in guesses.items() if guess is not None},
    }
