"""Once a day: pictures that were sent and then shown by nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from community.pictures.actions import forget_unused
from realtime import clock


class Command(BaseCommand):
    help = "Forgets pictures that nothing has shown for 24 hours, and their files."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Forgot {forget_unused(clock.now())} pictures.")
