from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.search.actions import reindex
from community.search.kinds import all_kinds


class Command(BaseCommand):
    help = "Build the search index anew, whole or of one kind; the site goes on searching meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", nargs="?", default="", help="; ".join(kind.name for kind in all_kinds()))

    def handle(self, *, kind: str, **options: Any) -> None:
        kinds = [each for each in all_kinds() if kind in ("", each.name)]
        if not kinds:
            known = ", ".join(each.name for each in all_kinds())
            raise CommandError(f"Nothing of the kind “{kind}” is searched; there are: {known}.")
        for each in kinds:
            count = reindex(each)
            if options["verbosity"]:
                self.stdout.write(f"{each.name}: {count}")
