"""`manage.py vapid`: a pair of keys for a house."""

from typing import Any

from django.core.management.base import BaseCommand

from community.push.keys import new_private_key, public_key_of


class Command(BaseCommand):
    help = "Print a new pair of VAPID keys. The private one goes into the environment; browsers get the public one."
    requires_system_checks = []  # it is needed before all of them pass

    def handle(self, **options: Any) -> None:
        private = new_private_key()
        self.stdout.write(f"VAPID_PRIVATE_KEY={private}")
        self.stdout.write(f"# its public half: {public_key_of(private)}")
