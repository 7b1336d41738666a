"""What devices announce; docs/protocol.md has the shape."""

from realtime.announce import Step


def device_changed(member_id: int, device_id: int) -> Step:
    """`device.changed` of the member's own log: it rang, failed, came or went; the page says what."""
    return Step(f"me:{member_id}", "device.changed", {"id": device_id})
