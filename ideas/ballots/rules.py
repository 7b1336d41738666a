"""Who may vote, and what a paper may say: pure, over facts that were read under the ballot's lock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.ballots.models import Ballot, Method, Phase
from ideas.ballots.tally import MOST_POINTS, Choice

MANAGE = "ballots.manage_ballot"
REMINDER = timedelta(hours=24)  # before the close
FEWEST_OPTIONS, MOST_OPTIONS = 2, 20


class VoteRefused(Exception):
    """Nothing was written. The class names the broken rule, `message` says it to people."""

    message: ClassVar[str | Promise] = ""


class LoginRequired(VoteRefused):
    message = _("Il faut être membre pour voter. Rien n’a été enregistré : connecte-toi, puis vote.")


class BallotNotOpen(VoteRefused):
    message = _("Ce scrutin n’est pas encore ouvert. Rien n’a été enregistré.")


class BallotClosed(VoteRefused):
    message = _("Ce scrutin est clos. Ce qui était compté le reste ; ceci n’a pas été enregistré.")


class BallotInterrupted(VoteRefused):
    message = _("Ce scrutin est interrompu, et la maison s’en occupe. Rien n’a été enregistré : reviens plus tard.")


class NotEligible(VoteRefused):
    message = _("Tu n’es pas sur la liste de ce scrutin, qui fut figée à l’ouverture. Rien n’a été enregistré.")


class Suspended(VoteRefused):
    message = _("Ton compte est suspendu : tu ne peux pas voter pour l’instant. Rien n’a été enregistré.")


class UnknownPaper(VoteRefused):
    message = _("Tu n’as pas de papier de ce numéro. Rien n’a été enregistré.")


class UnknownOption(VoteRefused):
    message = _("Cette option n’est pas de ce scrutin. Rien n’a été enregistré : recharge la page.")


class NothingChosen(VoteRefused):
    message = _("Ton papier est vide. Rien n’a été enregistré : choisis d’abord.")


class ChosenTwice(VoteRefused):
    message = _("La même option est cochée deux fois. Rien n’a été enregistré.")


class ScoreOutOfRange(VoteRefused):
    message = _("Une note va de 0 à 5, en chiffres ronds. Rien n’a été enregistré.")


class RanksInvalid(VoteRefused):
    message = _("Un classement va de 1 en 1, sans trou ni ex æquo. Rien n’a été enregistré.")


class NothingToWithdraw(VoteRefused):
    message = _("Tu n’avais pas voté. Rien n’a changé.")


def may_manage(user: Any) -> bool:
    """Does this person organise ballots?"""
    is_staff = getattr(user, "is_active", False) and getattr(user, "is_staff", False)
    return bool(is_staff and user.has_perm(MANAGE))


def check_open(ballot: Ballot, now: datetime) -> None:
    """Refuse a paper before the opening (`BallotNotOpen`) and from the close on (`BallotClosed`)."""
    match ballot.phase(now):
        case Phase.DRAFT | Phase.PLANNED:
            raise BallotNotOpen
        case Phase.CLOSED | Phase.SEALED:
            raise BallotClosed


def check_choice(method: str, options: Sequence[int], choice: Any) -> Choice:
    """A choice as it is kept and published; `options` in the order of the tally. Refuses by the rule that it breaks."""
    match method:
        case Method.SINGLE:
            return _known(options, choice)
        case Method.SCORE:
            return _scores(options, choice)
        case _:
            chosen = [_known(options, option) for option in _list(choice, UnknownOption)]
    if not chosen:
        raise NothingChosen
    if len(set(chosen)) < len(chosen):
        raise RanksInvalid if method == Method.RANKED else ChosenTwice
    return chosen if method == Method.RANKED else sorted(chosen)


def ranking_of(ranks: dict[int, int]) -> list[int]:
    """Options, best first, from the rank each was given. Refuses (`RanksInvalid`) holes, doubles and other numbers."""
    ranked = sorted(ranks, key=lambda option: ranks[option])
    steps = [0, *(ranks[option] for option in ranked)]
    if any(after - before != 1 for before, after in pairwise(steps)):
        raise RanksInvalid
    return ranked


def _known(options: Sequence[int], option: Any) -> int:
    if option is None:
        raise NothingChosen
    if not _is_number(option) or option not in options:
        raise UnknownOption
    return int(option)


def _scores(options: Sequence[int], choice: Any) -> list[int | None]:
    scores = _list(choice, ScoreOutOfRange)
    if len(scores) != len(options):
        raise UnknownOption
    if all(points is None for points in scores):
        raise NothingChosen
    if any(points is not None and not (_is_number(points) and 0 <= points <= MOST_POINTS) for points in scores):
        raise ScoreOutOfRange
    return scores


def _list(choice: Any, refusal: type[VoteRefused]) -> list[Any]:
    if choice is None:
        raise NothingChosen
    if not isinstance(choice, list):
        raise refusal
    return choice


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_reminder_due(ballot: Ballot, now: datetime) -> bool:
    """Is it a day or less before the close, and nobody was reminded? A ballot of a day or less reminds nobody."""
    if ballot.phase(now) != Phase.OPEN or ballot.opened_at is None or ballot.reminded_at is not None:
        return False
    reminds_at = ballot.closes_at - REMINDER
    return ballot.opens_at < reminds_at <= now
