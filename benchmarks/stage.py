"""Where a measurement plays: a database of its own beside the site's, and a crowd in it."""

import io
import os
import sys

SERVER_CORE, LOAD_CORE = 0, 1


def prepare() -> None:
    """Give this process and the servers it starts an empty database; call it before anything of Django's."""
    from config import embedded

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.setdefault("SITE_URL", "http://testserver")
    os.environ["DATABASE_URL"] = embedded.start_database("benchmarks")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    call_command("new_epoch", verbosity=0, stdout=io.StringIO())  # nothing but JSON is printed here


def number_argument(default: int) -> int:
    """The only argument a benchmark takes: how many."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else default
