"""What can be listened to. Parts register their topics in `AppConfig.ready()`; the wire knows no other."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

NAME = re.compile(r"([a-z]{1,20})(?::([A-Za-z0-9_-]{1,64}))?")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who listens: a member, or nobody in particular."""

    member: Any = None
    language: str = "fr"
    permissions: frozenset[str] = field(default=frozenset(), repr=False)  # a staff member's; read once, at the door

    @property
    def is_anonymous(self) -> bool:
        return self.member is None

    @property
    def handle(self) -> str | None:
        return None if self.member is None else self.member.handle

    def may(self, permission: str) -> bool:
        """Whether a staff member holds `permission`, told without a query."""
        return permission in self.permissions


@dataclass(frozen=True, slots=True)
class State:
    """The whole of a state topic at one moment.

    `data` maps an audience to its payload; an audience that is absent may not know that the topic exists.
    `next_change` is when the clock alone changes it, `lively` asks to repeat it at least every 5 s.
    `kind` is what raised the counter last (`realtime_topic.kind`); empty: the topic's own `kind`.
    """

    seq: int
    now: datetime
    data: Mapping[str, Mapping[str, Any]]
    next_change: datetime | None = None
    lively: bool = False
    kind: str = ""


class Topic(ABC):
    """`prefix` is the name before the colon; a topic that is not `keyed` is named by its prefix alone."""

    prefix: ClassVar[str]
    keyed: ClassVar[bool] = True


class StateTopic(Topic):
    """A topic whose every frame carries its whole small state, so that a later one replaces an earlier one."""

    kind: ClassVar[str] = "state"  # said when the clock alone moved it, or when it is repeated

    @abstractmethod
    def audience(self, viewer: Viewer, key: str) -> str:
        """The audience this viewer belongs to; decided in memory, without a query."""

    @abstractmethod
    def read(self, key: str) -> State | None:
        """State and counter in one statement; None if there is no such thing. Runs in the hub's thread."""

    def look(self, keys: Collection[str]) -> None:
        """A chance, at most every 2 s and in the hub's thread, to settle what only time has changed."""


class LogTopic(Topic):
    """A topic of steps of which none is skipped; they carry ids and public counters."""

    @abstractmethod
    def name_for(self, viewer: Viewer, key: str) -> str | None:
        """The topic's name in the event log (`me` → `me:<member id>`); None: not for this viewer."""

    def may_listen(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- for those who override it
        """None, or the code of the error. Runs in the hub's thread."""
        return None

    def snapshot(self, viewer: Viewer, key: str) -> Mapping[str, Any]:  # noqa: ARG002 -- for those who override it
        """What a newcomer starts from; read in one transaction with the topic's counter, in the hub's thread."""
        return {}


_registry: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Make a topic known to the wire; a prefix belongs to one topic."""
    if _registry.get(topic.prefix, topic) is not topic:
        raise ValueError(f"The topic prefix {topic.prefix!r} is taken by {_registry[topic.prefix]!r}.")
    _registry[topic.prefix] = topic


def find(name: str) -> tuple[Topic, str] | None:
    """The topic of that name and the key within it; None if nothing is called so."""
    if not (match := NAME.fullmatch(name)):
        return None
    prefix, key = match.groups()
    topic = _registry.get(prefix)
    return (topic, key or "") if topic and topic.keyed == bool(key) else None
