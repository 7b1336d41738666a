"""What the plain forms of a gathering's page send."""

import re
import secrets
from dataclasses import dataclass

from django.http import QueryDict

from community.gatherings.models import MOST_GUESTS

A_NUMBER = re.compile(r"-?[0-9]{1,6}")
A_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Asked:
    """How many guests, whether one's name may be shown, and the form's key, empty when it has none."""

    guests: int
    shows_name: bool
    key: str


def asked_in(form: QueryDict) -> Asked:
    """What somebody asks for. A number that is none becomes one that the rules refuse by name."""
    guests, key = form.get("guests", "0").strip(), form.get("key", "")
    return Asked(
        guests=int(guests) if A_NUMBER.fullmatch(guests) else MOST_GUESTS + 1,
        shows_name="shows_name" in form,
        key=key if A_KEY.fullmatch(key) else "",
    )


def new_key() -> str:
    """What makes the repeat of a form harmless."""
    return secrets.token_hex(16)
