from django.core.management.base import BaseCommand

from editorial.actions import found_magazine


class Command(BaseCommand):
    help = "Create the home page, the article index and the editors' rights where they are missing."

    def handle(self, *args: object, **options: object) -> None:
        index = found_magazine()
        self.stdout.write(f"The magazine stands at {index.url}.")
