"""After a backup was restored: whoever left since it was made has to leave once more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from community.data_rights.actions import erase_again


class Command(BaseCommand):
    help = "Erases members again whom a restored backup has brought back; the log names them (“member 12 was erased”)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("members", nargs="+", type=int, metavar="MEMBER")

    def handle(self, *args: Any, members: list[int], **options: Any) -> None:
        for member_id in members:
            done = erase_again(member_id)
            self.stdout.write(f"Member {member_id}: {'erased' if done else 'nothing to erase'}.")
