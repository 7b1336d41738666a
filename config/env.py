"""The typed environment: each variable is read once, here, and a wrong value stops the start with one sentence."""

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

T = TypeVar("T")


class _Required:
    """Marks a variable that has no default."""


REQUIRED: Any = _Required()


def refuse(name: str, sentence: str) -> NoReturn:
    """Stop the process: `name` is the variable, `sentence` says what it must be."""
    sys.exit(f"{name}: {sentence}")


def _read(name: str, parse: Callable[[str], T], default: Any, sentence: str) -> T:
    """Return what `parse` makes of the variable; one that is empty counts as one that is not set."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return refuse(name, f"is not set; {sentence}.") if default is REQUIRED else default
    try:
        with warnings.catch_warnings(action="ignore"):  # the parser's own, about what is refused here in one sentence
            return parse(raw)
    except (ValueError, ImproperlyConfigured, KeyError):
        refuse(name, f"cannot be read; {sentence}.")


def text(name: str, default: Any = REQUIRED, *, sentence: str = "it must be a text") -> str:
    return _read(name, str, default, sentence)


def secret(name: str, default: Any = REQUIRED) -> str:
    """50 or more characters, of which ten differ: what nobody types and nobody guesses."""
    value = text(name, default, sentence="it must be 50 or more random characters")
    if value != default and (len(value) < 50 or len(set(value)) < 10):
        refuse(name, "must be 50 or more random characters.")
    return value


def choice(name: str, choices: Sequence[str], default: str) -> str:
    value = text(name, default)
    if value not in choices:
        refuse(name, f"must be one of {', '.join(choices)}, not “{value}”.")
    return value


def flag(name: str, default: Any = REQUIRED) -> bool:
    value = text(name, default, sentence="it must be 1 or 0")
    if isinstance(value, bool):
        return value
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    refuse(name, f"must be 1 or 0, not “{value}”.")


def number(name: str, default: Any = REQUIRED, *, least: int = 0, most: int | None = None) -> int:
    value = _read(name, int, default, "it must be a whole number")
    if value < least:
        refuse(name, f"must be {least} or more, not {value}.")
    if most is not None and value > most:
        refuse(name, f"must be {most} or less, not {value}.")
    return value


def words(name: str, default: Any = REQUIRED, *, sentence: str = "it must be a list separated by commas") -> list[str]:
    """A list separated by commas, blanks around each item ignored."""
    found = _read(name, lambda raw: [word for part in raw.split(",") if (word := part.strip())], default, sentence)
    if default is REQUIRED and not found:
        refuse(name, f"is empty; {sentence}.")
    return found


def numbers(name: str, default: Any = REQUIRED, *, length: int) -> list[int]:
    """So many whole numbers, 0 or more, separated by commas."""
    sentence = f"it must be {length} whole numbers separated by commas"
    found = _read(name, lambda raw: [int(part) for part in raw.split(",")], default, sentence)
    if found != default and (len(found) != length or min(found) < 0):
        refuse(name, f"cannot be read; {sentence}.")
    return found


def origin(name: str, default: Any = REQUIRED) -> str:
    """Scheme, host and port only, such as `https://qlock.example`."""
    return check_origin(name, text(name, default, sentence="it must be an address such as https://qlock.example"))


def check_origin(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.path or parts.query or parts.fragment or parts.username:
        refuse(name, f"must be scheme, host and port, such as https://qlock.example, not “{value}”.")
    return value


def database(name: str) -> dict[str, Any]:
    config = _read(name, Env.db_url_config, REQUIRED, "it must look like postgres://user:password@host:5432/name")
    if config.get("ENGINE") != "django.db.backends.postgresql" or not config.get("NAME"):
        refuse(name, "must be a PostgreSQL address, such as postgres://user:password@host:5432/name.")
    config["HOST"] = unquote(config.get("HOST", ""))  # a socket's folder comes quoted
    return config


def redis(name: str) -> str:
    value = text(name, "")
    if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        refuse(name, "must look like redis://host:6379/0.")
    return value


def email(name: str, default: str) -> dict[str, Any]:
    sentence = "it must look like smtp://user:password@host:25"
    config = _read(name, Env.email_url_config, Env.email_url_config(default), sentence)
    if "EMAIL_BACKEND" not in config or ("smtp" in config["EMAIL_BACKEND"] and not config["EMAIL_HOST"]):
        refuse(name, "must look like smtp://user:password@host:25.")
    return config
