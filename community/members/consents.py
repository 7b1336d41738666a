"""What members are asked a yes for, by purpose. Parts register their purposes in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from community.members.models import Consent, Member


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing that needs a yes. Whoever changes the `sentence` raises its `version`: a yes was to those words.

    `follow` does what a yes or its end means in the part, in the transaction that writes it down.
    """

    name: str
    label: str | Promise
    sentence: str | Promise
    version: int
    follow: Callable[[Member, bool], None]


_purposes: dict[str, Purpose] = {}


def register_purpose(purpose: Purpose) -> None:
    """Ask members for this; a name belongs to one purpose."""
    if _purposes.get(purpose.name, purpose) != purpose:
        raise ValueError(f"There is another purpose called {purpose.name!r}.")
    _purposes[purpose.name] = purpose


def unregister_purpose(name: str) -> None:
    """Forget a purpose; for tests."""
    _purposes.pop(name, None)


def purpose_called(name: str) -> Purpose | None:
    return _purposes.get(name)


@dataclass(frozen=True, slots=True)
class Given:
    """A purpose and how a member stands to it. `given_at` without `withdrawn_at` is a yes in force."""

    name: str
    label: str | Promise
    sentence: str | Promise
    version: int | None
    given_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def is_given(self) -> bool:
        return self.given_at is not None and self.withdrawn_at is None


def consents_of(member: Member) -> list[Given]:
    """Every purpose with the member's last word on it; one query."""
    latest = {row.purpose: row for row in Consent.objects.filter(member=member).order_by("given_at", "pk")}
    return [_given(purpose, latest.get(purpose.name)) for purpose in tuple(_purposes.values())]


def _given(purpose: Purpose, row: Consent | None) -> Given:
    version, at, end = (row.version, row.given_at, row.withdrawn_at) if row else (None, None, None)
    return Given(purpose.name, purpose.label, purpose.sentence, version, at, end)
