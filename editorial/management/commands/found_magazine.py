from django.core.management.base import BaseCommand

from editorial.actions import found_magazine, found_translations


class Command(BaseCommand):
    help = (
        "Create the home page, the article index, their places in each language and the editors' rights, where missing."
    )

    def handle(self, *args: object, **options: object) -> None:
        index = found_magazine()
        found_translations(index)
        self.stdout.write(f"The magazine stands at {index.url}.")
