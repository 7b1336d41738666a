"""One ballot at a time: papers, opening and sealing wait for each other."""

from datetime import datetime

from django.db import connection

from ideas.ballots.models import Ballot


def lock_ballot(pk: int) -> Ballot:
    """A ballot's row, locked until the commit. Refuses (`Ballot.DoesNotExist`) one that is gone."""
    return Ballot.objects.select_for_update(no_key=True).get(pk=pk)


def read_clock() -> datetime:
    """The database's time of this very moment: read after the lock, for one may have waited for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
