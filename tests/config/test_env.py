"""A wrong variable stops the start: one sentence on stderr, an exit code, no traceback."""

import os
import subprocess
import sys

import pytest

from community.push.keys import new_private_key
from tests.guards.tree import ROOT

SOUND = {
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgres://user:password@127.0.0.1:5432/name",
    "SECRET_KEY": "k3y-0f-f1fty-0r-m0re-ch4r4cters-wh1ch-n0b0dy-guesses-ever",
    "SITE_URL": "https://qlock.example",
    "ALLOWED_HOSTS": "qlock.example",
    "DEFAULT_FROM_EMAIL": "Qlock <bonjour@qlock.example>",
    "VAPID_PRIVATE_KEY": new_private_key(),
    "VAPID_SUBJECT": "mailto:bonjour@qlock.example",
}
IMPORT = "import config.settings.production as s; print(s.ALLOWED_HOSTS, s.DATABASES['default']['HOST'])"


def start(**changes: str) -> "subprocess.CompletedProcess[str]":
    """Load the production settings in a process of their own, with a sound environment but for `changes`."""
    return subprocess.run(
        [sys.executable, "-c", IMPORT], cwd=ROOT, env=SOUND | changes, capture_output=True, text=True, check=False
    )


def test_a_sound_environment_starts():
    started = start()
    assert (started.returncode, started.stderr) == (0, "")
    assert started.stdout == "['qlock.example'] 127.0.0.1\n"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("IDEA_SUPPORTS", "3,20,30", "cannot be read; it must be 4 whole numbers separated by commas."),
        ("IDEA_SUPPORTS", "a,b,c,d", "cannot be read; it must be 4 whole numbers separated by commas."),
        ("IDEA_SUPPORTS", "3,20,30,-1", "cannot be read; it must be 4 whole numbers separated by commas."),
        ("DATABASE_URL", "", "is not set; it must look like postgres://user:password@host:5432/name."),
        ("DATABASE_URL", "nonsense", "must be a PostgreSQL address, such as postgres://user:password@host:5432/name."),
        (
            "DATABASE_URL",
            "mysql://a/b",
            "must be a PostgreSQL address, such as postgres://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "sqlite:///x",
            "must be a PostgreSQL address, such as postgres://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "postgres://h",
            "must be a PostgreSQL address, such as postgres://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "postgres://h:x/n",
            "cannot be read; it must look like postgres://user:password@host:5432/name.",
        ),
        ("DATABASE_POOL", "1", "must be 2 or more, not 1."),
        ("DATABASE_POOL", "ten", "cannot be read; it must be a whole number."),
        ("SECRET_KEY", "", "is not set; it must be 50 or more random characters."),
        ("SECRET_KEY", "short", "must be 50 or more random characters."),
        ("SECRET_KEY", "a" * 60, "must be 50 or more random characters."),
        ("SITE_URL", "", "is not set; it must be an address such as https://qlock.example."),
        (
            "SITE_URL",
            "qlock.example",
            "must be scheme, host and port, such as https://qlock.example, not “qlock.example”.",
        ),
        ("SITE_URL", "https://a/b", "must be scheme, host and port, such as https://qlock.example, not “https://a/b”."),
        (
            "SITE_URL",
            "https://[::1",
            "must be scheme, host and port, such as https://qlock.example, not “https://[::1”.",
        ),
        (
            "EXTRA_ORIGINS",
            "https://a, ftp://b",
            "must be scheme, host and port, such as https://qlock.example, not “ftp://b”.",
        ),
        ("ALLOWED_HOSTS", "", "is not set; it must name the site's hosts, such as qlock.example."),
        ("ALLOWED_HOSTS", " , ", "is empty; it must name the site's hosts, such as qlock.example."),
        ("DEFAULT_FROM_EMAIL", "", "is not set; it must be like Qlock <bonjour@qlock.example>."),
        ("REDIS_URL", "http://a", "must look like redis://host:6379/0."),
        ("EMAIL_URL", "nonsense", "cannot be read; it must look like smtp://user:password@host:25."),
        ("EMAIL_URL", "smtp://", "must look like smtp://user:password@host:25."),
        ("TRUSTED_PROXIES", "-1", "must be 0 or more, not -1."),
        ("WEB_PROCESSES", "0", "must be 1 or more, not 0."),
        ("PORT", "70000", "must be 65535 or less, not 70000."),
        ("LOG_LEVEL", "LOUD", "must be one of DEBUG, INFO, WARNING, ERROR, not “LOUD”."),
        ("SSL_REDIRECT", "perhaps", "must be 1 or 0, not “perhaps”."),
    ],
)
def test_a_wrong_value_stops_the_start(variable, value, sentence):
    stopped = start(**{variable: value})
    assert stopped.stderr == f"{variable}: {sentence}\n"
    assert stopped.returncode == 1
    assert stopped.stdout == ""


def test_a_socket_folder_comes_quoted():
    started = start(DATABASE_URL="postgres://postgres@%2Frun%2Fpostgresql/qommunity")
    assert started.stdout.endswith(" /run/postgresql\n")


def test_an_empty_variable_counts_as_unset():
    assert start(REDIS_URL="", EMAIL_URL="", PORT=" ").returncode == 0
