"""System checks: what would lose claims or leak connections stops the start. `manage.py serve` runs them every time."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's own name for it
from psycopg import IsolationLevel


@register("house")
def check_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL through the pool, READ COMMITTED, no transaction around whole requests."""
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    found: list[CheckMessage] = []
    if database["ENGINE"] != "django.db.backends.postgresql":
        found.append(Error("The database is not PostgreSQL; claims need its row locks.", id="house.E001"))
    if database.get("CONN_MAX_AGE", 0) != 0 or not options.get("pool"):
        found.append(
            Error(
                "Database connections are kept instead of pooled; under ASGI they leak, one a thread.",
                hint='Set CONN_MAX_AGE = 0 and OPTIONS["pool"].',
                id="house.E002",
            )
        )
    if options.get("isolation_level", IsolationLevel.READ_COMMITTED) != IsolationLevel.READ_COMMITTED:
        found.append(
            Error(
                "The isolation level is not READ COMMITTED; a claim must see what was committed while it waited.",
                hint='Leave OPTIONS["isolation_level"] out.',
                id="house.E003",
            )
        )
    if database.get("ATOMIC_REQUESTS"):
        found.append(
            Error("ATOMIC_REQUESTS holds locks for whole requests; actions open their transactions.", id="house.E004")
        )
    return found


@register("house")
def check_hosts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Named hosts only: the origin of sockets and the links in mails depend on them."""
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        return [Error("ALLOWED_HOSTS contains *; name the site's hosts.", id="house.E005")]
    return []


@register("house")
def check_processes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Several web processes are one site only through Redis."""
    if settings.WEB_PROCESSES > 1 and not settings.REDIS_URL:
        return [Error("WEB_PROCESSES is above 1 without REDIS_URL; they would not hear each other.", id="house.E006")]
    return []


@register("house", deploy=True)
def check_site(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The public address is https, answers to its own name, and mails leave the house."""
    site = urlsplit(settings.SITE_URL)
    found: list[CheckMessage] = []
    if site.scheme != "https":
        found.append(Error("SITE_URL is not https; secure cookies would never come back.", id="house.E007"))
    if site.hostname not in settings.ALLOWED_HOSTS:
        found.append(Error("The host of SITE_URL is not in ALLOWED_HOSTS; links in mails would fail.", id="house.E008"))
    if settings.DEMO:
        found.append(Error("DEMO is on; the demo accounts' password is known to everybody.", id="house.E009"))
    if settings.EMAIL_BACKEND.rsplit(".", 1)[0] != "django.core.mail.backends.smtp":
        found.append(Warning("EMAIL_URL sends no mail; nobody could confirm an address.", id="house.W001"))
    return found
