"""What the plain form of a paper sends, by method."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ideas.ballots.models import Method
from ideas.ballots.rules import RanksInvalid, ScoreOutOfRange, UnknownOption, UnknownPaper, VoteRefused, ranking_of

A_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
ALL_PAPERS = "all"


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody wrote on their paper; `papers` of None: on all they have."""

    choice: Any
    papers: tuple[int, ...] | None


def papers_in(form: QueryDict) -> tuple[int, ...] | None:
    """Which of one's papers are meant. Refuses (`UnknownPaper`) what is no number."""
    asked = form.get("paper", ALL_PAPERS)
    return None if asked == ALL_PAPERS else (_number(asked, UnknownPaper),)


def filled_in(form: QueryDict, method: str, options: Iterable[int]) -> Filled:
    """A paper as it was filled in; what is no number is refused by the name of the rule it breaks.

    `choice` for one option or several; `score-<option>` and `rank-<option>`, empty for one that is left out.
    """
    return Filled(_choice_in(form, method, options), papers_in(form))


def _choice_in(form: QueryDict, method: str, options: Iterable[int]) -> Any:
    match method:
        case Method.SINGLE:
            chosen = form.get("choice")
            return None if not chosen else _number(chosen, UnknownOption)
        case Method.APPROVAL:
            return [_number(chosen, UnknownOption) for chosen in form.getlist("choice")]
        case Method.SCORE:
            given = _given(form, "score-", options, ScoreOutOfRange)
            return [given.get(option) for option in options]
        case _:
            return ranking_of(_given(form, "rank-", options, RanksInvalid))


def _given(form: QueryDict, prefix: str, options: Iterable[int], refusal: type[VoteRefused]) -> dict[int, int]:
    """A number for each option that got one. Refuses (`UnknownOption`) one for an option that is not on the paper."""
    fields = {name.removeprefix(prefix): form.get(name, "").strip() for name in form if name.startswith(prefix)}
    if not fields.keys() <= {str(option) for option in options}:
        raise UnknownOption
    return {int(option): _number(written, refusal) for option, written in fields.items() if written}


def _number(written: str, refusal: type[VoteRefused]) -> int:
    if not A_NUMBER.fullmatch(written):
        raise refusal
    return int(written)
