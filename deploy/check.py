"""`manage.py check --deploy` as a production start sees it: `python -m deploy.check`, a part of `make check`.

The settings are those of environment.example, with keys made for the occasion and the embedded database, which some
checks look at.
"""

import os
import secrets
import shlex
from pathlib import Path

from django.core.management import execute_from_command_line

from community.push.keys import new_private_key
from config import embedded

EXAMPLE = Path(__file__).with_name("environment.example")


def main() -> None:
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        for setting in shlex.split(line, comments=True):
            name, value = setting.split("=", 1)
            os.environ[name] = value
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(64)
    os.environ["VAPID_PRIVATE_KEY"] = new_private_key()
    os.environ["DATABASE_URL"] = embedded.start_database()
    execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])


if __name__ == "__main__":
    main()
