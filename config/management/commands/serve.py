"""`manage.py serve`: the one way every server process starts."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError

from config.database import reach_the_database


class Command(BaseCommand):
    help = "Serve pages and sockets, after the system checks; a real house must pass those of `check --deploy`, too."
    requires_system_checks = []  # asked for in handle(), where it is known which

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--fd", type=int, help="a socket that listens already, instead of host and port")
        parser.add_argument("--server", choices=["daphne", "uvicorn"], default="daphne")

    def handle(self, *, host: str, port: int, fd: int | None, server: Any, **options: Any) -> None:
        reach_the_database()
        _find_collected_files()
        self.check(include_deployment_checks=settings.DEPLOYED)
        # Loaded here: they make the hub, which only a server needs.
        from config.asgi import application
        from realtime import servers

        servers.serve(application, server=server, host=host, port=port, fd=fd)


def _find_collected_files() -> None:
    """Refuse in one sentence where every page would fail for want of a style sheet's hashed name."""
    storage: Any = staticfiles_storage
    if settings.DEPLOYED and not storage.exists(storage.manifest_name):
        raise CommandError("The style sheets are not collected; run `manage.py collectstatic` first.")
