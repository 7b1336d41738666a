"""Who may claim what, and when: pure predicates over facts that were read under the drop's lock."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drops.audiences import is_rehearser
from drops.models import Drop, Phase

if TYPE_CHECKING:
    from drops.rounds import ClaimAnswer

SENTENCES = {
    "bad_request": _("Cette demande est mal formée. Rien n’a été enregistré."),
    "unknown_topic": _("Ce drop n’existe pas."),
    "login_required": _("Connecte-toi pour demander une pièce."),
    "not_open": _("Ce drop n’est pas encore ouvert. Rien n’a été enregistré."),
    "closed": _("Ce drop est fermé. Rien n’a été enregistré."),
    "paused": _("Ce drop est en pause. Rien n’a été enregistré, réessaie dès qu’il reprend."),
    "already_claimed": _("Tu as déjà une demande pour ce drop. Elle n’a pas bougé."),
    "quantity": _("C’est plus de pièces que ce drop n’en permet par membre. Rien n’a été enregistré."),
    "email_unconfirmed": _("Confirme d’abord ton adresse e-mail, puis reviens. Rien n’a été enregistré."),
    "account_too_young": _("Ton compte est trop récent pour ce drop. Rien n’a été enregistré."),
    "key_reused": _("Cette demande porte la clé d’une autre. Recharge la page et réessaie."),
    "slow_down": _("Trop de demandes à la fois. Rien n’a été enregistré, réessaie dans un instant."),
    "internal": _("Nous n’avons pas pu enregistrer ta demande. Réessaie : elle ne comptera pas deux fois."),
}


class ClaimRefused(Exception):
    """A claim broke the rule named by `code`; nothing was written. `claim` is the one that stood in its way."""

    def __init__(self, code: str, claim: "ClaimAnswer | None" = None) -> None:
        super().__init__(code)
        self.code = code
        self.claim = claim

    @property
    def message(self) -> str:
        """For people, in the language active now."""
        return str(SENTENCES[self.code])


@dataclass(frozen=True, slots=True)
class Claimant:
    """What the rules ask of a member."""

    id: int
    email: str
    in_team: bool
    confirmed: bool
    joined_at: datetime


def may_know(drop: Drop, claimant: Claimant, now: datetime) -> bool:
    """Whether the drop exists as far as this member may know; a rehearsal is the team's, everybody's in a demo."""
    if settings.DEMO:
        return drop.is_public(now)
    rehearser = is_rehearser(claimant.email)
    invited = claimant.in_team or rehearser if drop.rehearsal else not rehearser
    return invited and drop.is_public(now)


def refusal(drop: Drop, claimant: Claimant, quantity: int, now: datetime) -> str | None:
    """The code of the rule that a new claim would break, or None."""
    return _refusal_by_drop(drop, quantity, now) or _refusal_by_account(claimant, now)


def _refusal_by_drop(drop: Drop, quantity: int, now: datetime) -> str | None:
    match drop.phase(now):
        case Phase.SEALED:
            return "unknown_topic"
        case Phase.ANNOUNCED:
            return "not_open"
        case Phase.CLOSED | Phase.CANCELLED:
            return "closed"
    if drop.is_paused:
        return "paused"
    return None if 1 <= quantity <= drop.per_member else "quantity"


def _refusal_by_account(claimant: Claimant, now: datetime) -> str | None:
    if not claimant.confirmed:
        return "email_unconfirmed"
    return "account_too_young" if now - claimant.joined_at < settings.CLAIM_ACCOUNT_AGE else None
