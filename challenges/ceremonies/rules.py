"""When a ceremony may be planned, and an article made: pure, over facts read under the Qdéfi's lock."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models import Qdefi

REFUSALS: dict[str, str | Promise] = {
    "settled": _("Les résultats sont publics : il n’y a plus rien à dévoiler."),
    "past": _("Cette heure est passée : choisis-en une qui vient."),
    "early": _("La cérémonie ne commence pas avant l’heure des résultats."),
    "begun": _("La cérémonie a commencé : elle va à son terme."),
    "not_shown": _("Le podium n’est pas encore montré : l’article attendra, lui aussi."),
    "no_magazine": _("Il n’y a pas de magazine où écrire."),
}


class CeremonyRefused(Exception):
    """Nothing was written; `code` names the broken rule, `message` says it to the team."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The sentence, in the language being spoken."""
        return str(REFUSALS[self.code])


def check_plan(qdefi: Qdefi, starts_at: datetime, now: datetime) -> None:
    """Refuse (`CeremonyRefused`) a ceremony of what is public, in the past, or before the hour of the results."""
    if qdefi.settled_at is not None:
        raise CeremonyRefused("settled")
    if starts_at <= now:
        raise CeremonyRefused("past")
    if starts_at < qdefi.results_at:
        raise CeremonyRefused("early")


def check_shown(qdefi: Qdefi) -> None:
    """Refuse (`CeremonyRefused`) to write of a podium that not everybody has seen."""
    if qdefi.settled_at is None:
        raise CeremonyRefused("not_shown")
