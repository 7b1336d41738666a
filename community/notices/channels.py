"""The ways by which notices leave the site (mail, push). Parts register them in `AppConfig.ready()`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from community.members.models import Member


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as its member reads it, in the language already activated; `url` is absolute."""

    kind: str
    sentence: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dispatch:
    """An envelope as a channel sends it: to one member, once; `key` stays the same when it has to go again."""

    key: str
    member: Member
    lines: tuple[Line, ...]
    is_digest: bool


class Outcome(StrEnum):
    """What became of an envelope."""

    SENT = "sent"
    LATER = "later"  # it goes again, after a pause
    GONE = "gone"  # the channel does not reach the member any more


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to members.

    `reachable` answers which of these members the channel reaches now, in one query. `send` yields key and outcome of
    each envelope as soon as it is known; each is kept before the next is asked for. A `patient` channel gathers: it
    waits for the member's delay or digest, and what is beyond the day's cap comes the next morning instead of never.
    """

    name: str
    label: str | Promise
    reachable: Callable[[Collection[int]], set[int]]
    send: Callable[[Sequence[Dispatch]], Iterator[tuple[str, Outcome]]]
    patient: bool = False


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> None:
    """Make a channel known; a name belongs to one channel."""
    if _channels.get(channel.name, channel) != channel:
        raise ValueError(f"The channel {channel.name!r} is taken.")
    _channels[channel.name] = channel


def channel_of(name: str) -> Channel | None:
    """The channel of that name; None when its part is gone."""
    return _channels.get(name)


def all_channels() -> tuple[Channel, ...]:
    """Every channel, in the order of their names."""
    return tuple(channel for _name, channel in sorted(_channels.items()))
