"""What somebody has to be to vote, in words: the page says it, and the roll is made of the same fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.members.trust import TrustLevel
from ideas.ballots.models import Ballot
from ideas.ballots.owners import ownership_of


def conditions_of(ballot: Ballot) -> tuple[str | Promise, ...]:
    """The conditions of a ballot, one after the other. The first is always asked for."""
    said: list[str | Promise] = [_("une adresse e-mail confirmée")]
    if days := ballot.min_account_days:
        said.append(
            ngettext("un compte d’un jour au moins", "un compte de %(days)s jours au moins", days) % {"days": days}
        )
    if ballot.min_level:
        said.append(_("au moins le niveau « %(level)s »") % {"level": TrustLevel(ballot.min_level).label})
    if ballot.universe:
        said.append(_("suivre l’univers %(universe)s") % {"universe": ballot.universe.name})
    if ballot.owners_of:
        owned = ownership_of(ballot.owners_of)
        label = owned.label if owned else ballot.owners_of
        said.append(_("%(owned)s %(key)s : un papier par pièce") % {"owned": label, "key": ballot.owners_key})
    return tuple(said)
