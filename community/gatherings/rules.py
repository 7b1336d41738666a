"""Who may say yes, and who gets the seats: pure, over facts that were read under the gathering's lock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.gatherings.models import Gathering

MANAGE, VIEW_GUESTS = "gatherings.manage_gathering", "gatherings.view_guests"
# Before the beginning; who gets a seat later than that needs no such reminder.
REMINDERS = (timedelta(hours=24), timedelta(hours=2))

REFUSALS: dict[str, str | Promise] = {
    "login_required": _("Il faut être membre pour venir. Rien n’a été enregistré : connecte-toi, puis réponds."),
    "email_unconfirmed": _("Confirme d’abord ton adresse e-mail, puis réponds. Rien n’a été enregistré."),
    "suspended": _("Ton compte est suspendu : tu ne peux pas répondre pour l’instant. Rien n’a été enregistré."),
    "gone": _("Cet événement n’existe pas. Rien n’a été enregistré."),
    "cancelled": _("Cet événement est annulé. Rien n’a été enregistré."),
    "closed": _("Les réponses sont closes. Rien n’a été enregistré."),
    "begun": _("C’est déjà commencé. Ta réponse reste ce qu’elle était."),
    "guests": _("On peut amener {most} invités au plus. Rien n’a été enregistré."),
    "no_guests": _("On vient sans invité à cet événement. Rien n’a été enregistré."),
    "party": _("Vous seriez plus nombreux que toutes les places ensemble. Rien n’a été enregistré."),
    "no_room": _("Il n’y a pas assez de places libres pour un groupe plus grand. Ta réponse n’a pas changé."),
    "answered": _("Tu as déjà répondu. Ta réponse n’a pas changé."),
    "not_in": _("Tu n’avais pas dit que tu venais. Rien n’a changé."),
}


class AnswerRefused(Exception):
    """Nothing was written; `code` names the broken rule, `message` says it to people."""

    def __init__(self, code: str, **figures: object) -> None:
        super().__init__(code)
        self.code = code
        self._figures = figures

    @property
    def message(self) -> str:
        """The sentence, in the language being spoken."""
        return str(REFUSALS[self.code]).format(**self._figures)


def may_manage(user: Any) -> bool:
    """Does this person organise gatherings? Asks the database once per member object, and for staff only."""
    return _may(user, MANAGE)


def may_view_guests(user: Any) -> bool:
    """May this person read the list of who comes?"""
    return _may(user, VIEW_GUESTS)


def _may(user: Any, permission: str) -> bool:
    is_staff = getattr(user, "is_active", False) and getattr(user, "is_staff", False)
    return bool(is_staff and user.has_perm(permission))


def check_open(gathering: Gathering, now: datetime) -> None:
    """Refuse (`AnswerRefused`) an answer that comes to nothing, or too late."""
    if gathering.is_draft:
        raise AnswerRefused("gone")
    if gathering.is_cancelled:
        raise AnswerRefused("cancelled")
    if not gathering.takes_answers(now):
        raise AnswerRefused("closed")


def check_party(gathering: Gathering, guests: int) -> None:
    """Refuse (`AnswerRefused`) a number of guests that is none, is not allowed, or could never be seated."""
    if not 0 <= guests <= gathering.guests_per_member:
        if gathering.guests_per_member == 0:
            raise AnswerRefused("no_guests")
        raise AnswerRefused("guests", most=gathering.guests_per_member)
    if 1 + guests > gathering.capacity:
        raise AnswerRefused("party")


def served(parties: Sequence[int], free: int, *, capacity: int, passing: bool) -> list[int]:
    """Who of a waiting line gets a seat: positions in the line. `parties` are sizes in the order of the line.

    Strictly in order: seats stay free for a first party that is too large for them, unless it is too large for all
    seats together. Once answers are closed (`passing`) whoever fits passes, still in order: no seat stays empty while
    somebody could have it.
    """
    chosen = []
    for position, party in enumerate(parties):
        if party <= free:
            chosen.append(position)
            free -= party
        elif party <= capacity and not passing:
            break
    return chosen
