"""The topic `me`: what happens to one member. docs/protocol.md has its shape."""

from collections.abc import Callable, Mapping
from typing import Any

from community.notices.queries import unread_of
from realtime.topics import LogTopic, Viewer

Part = Callable[[Viewer], Any]

_parts: dict[str, Part] = {}


def register_part(name: str, read: Part) -> None:
    """Give the snapshot of `me` another key, read for a member in the hub's thread; a name belongs to one part."""
    if name == "unread" or _parts.get(name, read) is not read:
        raise ValueError(f"The key {name!r} of `me` is taken.")
    _parts[name] = read


class MeTopic(LogTopic):
    """`me`: what a member is told, and what the parts have registered."""

    prefix = "me"
    keyed = False

    def name_for(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- everybody has one
        return None if viewer.is_anonymous else f"me:{viewer.member.pk}"

    def may_listen(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- everybody has one
        return "login_required" if viewer.is_anonymous else None

    def snapshot(self, viewer: Viewer, key: str) -> Mapping[str, Any]:  # noqa: ARG002 -- everybody has one
        parts = {name: read(viewer) for name, read in _parts.items()}
        return {"unread": unread_of(viewer.member.pk), **parts}
