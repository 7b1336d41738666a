"""After a backup was restored: ballots that were open begin anew, since no backup holds their keys."""

from typing import Any

from django.core.management.base import BaseCommand

from ideas.ballots.actions.renewing import renew_ballot
from ideas.ballots.queries.roll import without_key


class Command(BaseCommand):
    help = "Begins ballots anew whose key was not in the restored backup: their votes are forgotten, their roll stays."

    def handle(self, *args: Any, **options: Any) -> None:
        for ballot in without_key():
            forgotten = renew_ballot(ballot)
            self.stdout.write(
                f"Ballot {ballot.pk}, “{ballot.question}”: {forgotten} votes forgotten; tell its members."
            )
