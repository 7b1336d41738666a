"""`manage.py work`: the one way every worker starts."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from config.database import reach_the_database

CONCURRENCY = 4  # jobs at a time; a worker waits for other servers more than it computes


class Command(BaseCommand):
    help = "Do what the site put aside: notices, mails, exports. As many of these as the house needs."
    requires_system_checks = []  # asked for in handle(), where it is known which

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=CONCURRENCY)
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")

    def handle(self, *, concurrency: int, once: bool, **options: Any) -> None:
        reach_the_database()
        self.check(include_deployment_checks=settings.DEPLOYED)
        connector: Any = app.connector
        with app.replace_connector(connector.get_worker_connector()) as worker:
            worker.run_worker(
                concurrency=concurrency,
                wait=not once,
                delete_jobs="successful",  # those that failed stay, for who looks into it
                shutdown_graceful_timeout=10,
            )
