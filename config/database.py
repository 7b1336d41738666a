"""Whether the database is there, asked before anything starts that needs it."""

import psycopg
from django.core.management.base import CommandError

from realtime.connect import connect


def reach_the_database() -> None:
    """Refuse in one sentence where the pool would try again and again."""
    try:
        connect().close()
    except psycopg.OperationalError as error:
        raise CommandError("The database does not answer; look at DATABASE_URL and at the server it names.") from error
