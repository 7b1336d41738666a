"""What is done as results become public: points, and notices to who took part without entering."""

from challenges.ceremonies.honours import ENTERED, WON
from challenges.ceremonies.telling import tell_others
from challenges.juries.models import Judging
from challenges.qdefis.models import Entry, Qdefi
from community.recognition.actions import award_all


def honour(qdefi: Qdefi) -> None:
    """Points for each entry that stands, and for a win; notices for the others. In the transaction that settles.

    Not earlier: until then a line of the ledger would say who entered what is blind, and who won.
    """
    standing = Entry.objects.standing().filter(qdefi=qdefi, author__isnull=False)
    outcome = Judging.objects.filter(qdefi=qdefi).values_list("outcome", flat=True).first() or {}
    entrants = set(standing.values_list("author", flat=True))
    winners = set(standing.filter(code__in=outcome.get("winners", ())).values_list("author", flat=True))
    award_all(entrants, ENTERED, qdefi.topic, universe_id=qdefi.universe_id)
    award_all(winners, WON, qdefi.topic, universe_id=qdefi.universe_id)
    tell_others(qdefi)
