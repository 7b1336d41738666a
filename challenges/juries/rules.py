"""Who may judge, what and until when: pure, over facts that were read under the judging's lock."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.juries.models import Judging, JuryRound
from challenges.qdefis.models import Entry, JuryMethod, Phase, VoteMethod

MOST_STARS = 5


class VoteRefused(Exception):
    """Nothing was written. The class names the broken rule, `message` says it to people."""

    message: ClassVar[str | Promise] = ""


class VotesNotOpen(VoteRefused):
    message = _("Les votes ne sont pas ouverts. Rien n’a été enregistré.")


class VotesClosed(VoteRefused):
    message = _("Les votes sont clos. Ce qui était compté le reste ; ceci n’a pas été enregistré.")


class VotesInterrupted(VoteRefused):
    message = _("Ce vote est interrompu, et la maison s’en occupe. Rien n’a été enregistré : reviens plus tard.")


class Suspended(VoteRefused):
    message = _("Ton compte est suspendu : tu ne peux pas voter pour l’instant. Rien n’a été enregistré.")


class NotEligible(VoteRefused):
    message = _("Tu n’es pas sur la liste de ce vote, qui fut figée à l’ouverture. Rien n’a été enregistré.")


class OwnEntry(VoteRefused):
    message = _("C’est ta participation : on ne vote pas pour soi. Rien n’a été enregistré.")


class EntryWithdrawn(VoteRefused):
    message = _("Cette participation n’est plus en jeu. Rien n’a été enregistré.")


class MarkOutOfRange(VoteRefused):
    message = _("Cette note n’existe pas dans ce vote. Rien n’a été enregistré : recharge la page.")


class NothingToWithdraw(VoteRefused):
    message = _("Tu n’avais pas voté pour cette participation. Rien n’a changé.")


class NotJuror(VoteRefused):
    message = _("Tu n’es pas de ce jury. Rien n’a été enregistré.")


class JuryNotOpen(VoteRefused):
    message = _("Le jury ne juge pas encore. Rien n’a été enregistré.")


class JuryClosed(VoteRefused):
    message = _("Le jury a fini. Ce qui était noté le reste ; ceci n’a pas été enregistré.")


class ConflictOfInterest(VoteRefused):
    message = _("Tu t’es récusé pour cette participation, ou c’est la tienne. Rien n’a été enregistré.")


class NotShortlisted(VoteRefused):
    message = _("Cette participation n’est pas de ce tour. Rien n’a été enregistré.")


class JurorTwice(VoteRefused):
    message = _("Ce membre est, ou fut déjà, de ce jury. Rien n’a changé.")


class NobodyGoesOn(VoteRefused):
    message = _("Aucune participation n’a assez de oui de jurés pour passer au tour suivant. Rien n’a changé.")


class Frozen(VoteRefused):
    message = _("Les participations sont ouvertes : la manière de juger ne change plus.")


def check_votes_open(judging: Judging, now: datetime) -> None:
    """Refuse a vote before the opening (`VotesNotOpen`) and from the close on (`VotesClosed`)."""
    match judging.qdefi.phase(now):
        case Phase.VOTES:
            return
        case Phase.JURY | Phase.RESULTS:
            raise VotesClosed
        case _:
            raise VotesNotOpen


def check_jury_open(judging: Judging, now: datetime) -> None:
    """Refuse a juror before the votes are closed (`JuryNotOpen`) and from the hour of the results on (`JuryClosed`)."""
    qdefi = judging.qdefi
    if qdefi.settled_at is not None or now >= qdefi.results_at:
        raise JuryClosed
    if not qdefi.has_jury or qdefi.phase(now) != Phase.JURY:
        raise JuryNotOpen


def check_standing(entry: Entry) -> None:
    """Refuse (`EntryWithdrawn`) one that was taken back, hidden or never stood."""
    if not entry.is_standing:
        raise EntryWithdrawn


def check_vote(entry: Entry, member_id: int, method: str, mark: Any) -> int:
    """A mark of the community's as it is kept. Refuses one's own, what stands no more, and what the method lacks."""
    if entry.author_id == member_id:
        raise OwnEntry
    check_standing(entry)
    return _in_range(mark, 1, 1 if method == VoteMethod.APPROVAL else MOST_STARS)


def check_judgement(entry: Entry, member_id: int, row: JuryRound, conflicts: Collection[int], mark: Any) -> int:
    """A juror's mark as it is kept. Refuses what they have a part in, what stands no more or is not of the round."""
    check_impartial(entry, member_id, conflicts)
    check_standing(entry)
    if row.field is not None and entry.pk not in row.field:
        raise NotShortlisted
    return _in_range(mark, *((0, 1) if row.method == JuryMethod.YES_NO else (1, MOST_STARS)))


def check_impartial(entry: Entry, member_id: int, conflicts: Collection[int]) -> None:
    """Refuse (`ConflictOfInterest`) one's own entry, and what one stepped back from."""
    if entry.author_id == member_id or entry.pk in conflicts:
        raise ConflictOfInterest


def _in_range(mark: Any, least: int, most: int) -> int:
    if not isinstance(mark, int) or isinstance(mark, bool) or not least <= mark <= most:
        raise MarkOutOfRange
    return mark
