"""What notices announce; docs/protocol.md has the shape."""

from realtime.announce import Step


def notice_added(member_id: int, notice_id: int, kind: str, unread: int) -> Step:
    """`notice.added` of the member's own log: ids and counters only, the sentence is fetched over HTTP."""
    return Step(f"me:{member_id}", "notice.added", {"id": notice_id, "kind": kind, "unread": unread})


def notices_read(member_id: int, unread: int) -> Step:
    """`notice.read` of the member's own log: how many are left to read."""
    return Step(f"me:{member_id}", "notice.read", {"unread": unread})
