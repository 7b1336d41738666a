"""Once what made a round of notices fail is mended: go on with it."""

from typing import Any

from django.core.management.base import BaseCommand

from community.notices.actions.rounds import resume_rounds


class Command(BaseCommand):
    help = "Has the worker go on with the rounds of notices whose job failed for good, where they were."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{resume_rounds()} resumed")
