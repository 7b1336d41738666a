"""`make run`: the whole site on one machine, from an empty folder to a drop that opens within minutes."""

import contextlib
import http.client
import socket
import time
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from community.members.demo import ACCOUNTS, PASSWORD
from community.members.models import Member
from config.household import Household
from drops.queries import next_drop
from realtime import clock

PRINTING = "config.mail.PrintingBackend"
SECONDS_TO_START = 60
REHEARSAL_OPENS_IN = 180  # seconds: a newcomer sees the counter live within minutes


class Command(BaseCommand):
    help = "Prepare what is missing, start a rehearsal a few minutes ahead, serve; Ctrl-C ends all of it."
    requires_system_checks = []  # `serve` runs them

    def handle(self, **options: Any) -> None:
        try:
            with _listen(settings.PORT) as listener, Household() as household:
                self._prepare()
                server = household.start("serve", "--fd", str(listener.fileno()), keep=[listener.fileno()])
                if settings.DEMO:  # while the server gets ready
                    call_command("rehearse", "--sweep", "--prepare", opens_in=REHEARSAL_OPENS_IN, verbosity=0)
                _wait_for_answer(server, settings.PORT)
                household.start("work")
                self._greet()
                if settings.DEMO:
                    household.start("rehearse", "--play", "--verbosity", "0")
                household.watch(server)
        except KeyboardInterrupt:  # Ctrl-C, SIGTERM, a closed terminal
            with contextlib.suppress(OSError):  # nobody may be there to read it
                self.stdout.write("\nGood night.")
                self.stdout.flush()
        else:
            raise CommandError("The server ended by itself; its last lines above say why.")

    def _prepare(self) -> None:
        """Bring the database and the demo content up to date; both are quick when nothing is to do."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Building the database …")
            call_command("migrate", verbosity=0)
        if settings.DEMO:
            if not Member.objects.exists():
                self.stdout.write("Writing the demo content; its watches are drawn here, which takes a minute …")
            call_command("demo")

    def _greet(self) -> None:
        lines = ["", self.style.SUCCESS(settings.SITE_URL), ""]
        if settings.DEMO:
            lines += [f"Accounts, all with the password {PASSWORD}:", *_accounts(), ""]
        if settings.EMAIL_BACKEND == PRINTING:  # a newcomer who signs up waits for a code
            lines.append("Mails are printed here.")
        lines += [_next_opening(), "Ctrl-C ends it.", ""]
        self.stdout.write("\n".join(f"  {line}" if line else "" for line in lines))


def _accounts() -> list[str]:
    return [f"  {email:24} {team or 'member'}" for email, (_, team) in ACCOUNTS.items()]


def _next_opening() -> str:
    """When the next drop opens, by the clock on the wall and in minutes."""
    now = clock.now()
    coming = next_drop(AnonymousUser(), now)
    if coming is None or coming.opens_at is None or coming.opens_at <= now:
        return "No drop is coming."
    at, minutes = timezone.localtime(coming.opens_at), ceil((coming.opens_at - now).total_seconds() / 60)
    return f"The next drop opens at {at:%H:%M:%S}, in {minutes} min: {settings.SITE_URL}/drops/{coming.code}/"


def _listen(port: int) -> socket.socket:
    """Take the port before anything else is done; the server inherits it."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise CommandError(f"Port {port} is taken; choose another one: make run PORT={port + 1}") from error
    listener.listen(1024)
    return listener


def _wait_for_answer(server: Any, port: int) -> None:
    """Return when the site answers; the port alone says nothing, since it was open before the server was there."""
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
        try:
            asked.request("GET", "/healthz")
            if asked.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            asked.close()
    raise CommandError("The server does not answer; its last lines above say why.")
