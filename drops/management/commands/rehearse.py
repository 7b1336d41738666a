"""`manage.py rehearse`: a team watches its own site under a drop, before the real one.

    manage.py rehearse K7Q2MX --members 300 --seconds 90    copy that drop, let it open in three minutes, play
    manage.py rehearse K7Q2MX --prepare                     copy only; the new code and its hour are printed
    manage.py rehearse --play                               play the rehearsal that was prepared last
    manage.py rehearse --sweep                              take all rehearsals and their accounts away

Sweeping comes first when more is asked for: `--sweep --prepare`. Without a code a demo house copies the drop that was
made for it. A rehearsal notifies nobody and counts nowhere; only staff see it, and in a demo house everybody.
`--verbosity 0` says nothing unless something goes wrong.
"""

import asyncio
from argparse import ArgumentParser
from datetime import timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from drops.actions.arming import CannotArm
from drops.actions.rehearsals import players_of, prepare_rehearsal, sweep_rehearsals
from drops.demo.make import MODEL_CODE
from drops.models import Drop
from drops.rehearsal.cast import cast_roles
from drops.rehearsal.play import Site, play, wait_for_site
from drops.rehearsal.tally import audit, summary
from realtime import clock

PATIENCE = 60.0  # seconds for the site to answer


class Command(BaseCommand):
    help = "Copy a drop as a rehearsal and play a believable rush on it by real sockets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", help="the drop to copy; with --play, the rehearsal to play")
        parser.add_argument("--members", type=int, default=300, help="how many accounts connect")
        parser.add_argument("--seconds", type=float, default=90, help="how long the rush lasts")
        parser.add_argument("--opens-in", type=float, default=180, help="seconds until it opens")
        parser.add_argument("--pieces", type=int, help="another number of pieces than the drop's")
        parser.add_argument("--url", default=settings.SITE_URL, help="where the server answers")
        parser.add_argument("--seed", type=int, help="the same seed casts the same roles")
        parser.add_argument("--prepare", action="store_true", help="make the copy and stop")
        parser.add_argument("--play", action="store_true", help="play a rehearsal that was prepared")
        parser.add_argument("--sweep", action="store_true", help="take away all rehearsals and their accounts")

    def handle(self, *, code: str | None, sweep: bool, prepare: bool, **options: Any) -> None:
        if sweep:
            swept = sweep_rehearsals()
            self._say(options, f"Swept {swept.drops} rehearsals and {swept.accounts} accounts.")
            if code is None and not prepare:
                return
        if options["play"]:
            drop = self._rehearsal(code)
        else:
            drop = self._prepare(self._source(code), options)
            opens_at = timezone.localtime(drop.opens_at)
            self._say(options, f"Rehearsal {drop.code} opens at {opens_at:%H:%M:%S}, {drop.total} pieces.")
        if not prepare:
            self._play(drop, options)

    def _source(self, code: str | None) -> Drop:
        """The drop to copy; in a demo house there is one for it."""
        code = code or (MODEL_CODE if settings.DEMO else "")
        drop = Drop.objects.select_related("universe", "watch").filter(code=code.upper(), rehearsal=False).first()
        if drop is None:
            raise CommandError(f"There is no drop {code} to copy; name one of those in the back office.")
        return drop

    def _rehearsal(self, code: str | None) -> Drop:
        """The rehearsal to play: the one named, else the latest."""
        rehearsals = Drop.objects.filter(rehearsal=True)
        drop = (rehearsals.filter(code=code.upper()) if code else rehearsals).order_by("pk").last()
        if drop is None:
            raise CommandError(f"There is no rehearsal {code or ''} to play; make one by --prepare.")
        return drop

    def _prepare(self, source: Drop, options: dict[str, Any]) -> Drop:
        opens_at = clock.now() + timedelta(seconds=options["opens_in"])
        try:
            return prepare_rehearsal(source, opens_at=opens_at, players=options["members"], pieces=options["pieces"])
        except CannotArm as missing:
            raise CommandError(" ".join(missing.messages)) from missing

    def _play(self, drop: Drop, options: dict[str, Any]) -> None:
        assert drop.opens_at is not None  # noqa: S101 -- a rehearsal is armed
        players, seconds = players_of(drop), options["seconds"]
        lead = (drop.opens_at - clock.now()).total_seconds()
        chance = Random(options["seed"])  # noqa: S311 -- roles in a play
        roles = cast_roles(len(players), lead=lead, seconds=seconds, chance=chance)
        site = Site(options["url"].rstrip("/"), settings.SITE_URL, drop.code, drop.opens_at.timestamp())

        async def performance() -> Any:
            await wait_for_site(site.url, PATIENCE)
            return await play(
                site, list(zip(players, roles, strict=True)), seconds, lambda line: self._say(options, line)
            )

        try:
            tally = asyncio.run(performance())
        except TimeoutError as error:
            raise CommandError(f"Nobody answers at {site.url}; start the server, or name it by --url.") from error
        found = audit(drop)
        self._say(options, "\n".join(summary(drop.code, tally, found, len(players))))
        if tally.unanswered or tally.contradictions or not found.is_sound:
            raise CommandError("The rehearsal went wrong: see above.")

    def _say(self, options: dict[str, Any], line: str) -> None:
        if options["verbosity"]:
            self.stdout.write(line)
            self.stdout.flush()
