"""After a restore: open ballots begin anew, since no backup holds their keys."""

from django.db import transaction

from ideas.ballots.actions.locking import lock_ballot
from ideas.ballots.actions.spreading import spread_opening
from ideas.ballots.models import Ballot, BallotKey, Vote
from ideas.ballots.secrecy import new_key


@transaction.atomic
def renew_ballot(ballot: Ballot) -> int:
    """Forget the votes of an opened ballot that lost its key, and give it another; answers how many were forgotten.

    Without the key nobody could change a vote, and everybody could vote twice. One that has its key, or is sealed,
    stays as it is. Announces `turnout`.
    """
    ballot = lock_ballot(ballot.pk)
    if ballot.opened_at is None or ballot.is_sealed or BallotKey.objects.filter(ballot=ballot).exists():
        return 0
    forgotten, _ = Vote.objects.filter(ballot=ballot).delete()
    BallotKey.objects.create(ballot=ballot, secret=new_key())
    ballot.voted, ballot.reminded_at = 0, None
    ballot.save(update_fields=["voted", "reminded_at"])
    spread_opening(ballot)
    return forgotten
