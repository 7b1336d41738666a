"""What gatherings announce. Each event is made here and nowhere else; docs/protocol.md lists who may listen."""

from community.gatherings.models import Gathering
from realtime.announce import Step


def seats_moved(gathering: Gathering) -> list[Step]:
    """`seats` of `gathering:<slug>`: somebody has a seat, waits for one, or gave one back."""
    return [Step(gathering.topic, "seats")]


def plan_changed(gathering: Gathering) -> list[Step]:
    """`plan` of `gathering:<slug>`: it was published, moved, enlarged or cancelled. Nothing for a draft."""
    return [] if gathering.is_draft else [Step(gathering.topic, "plan")]
