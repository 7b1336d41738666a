"""What drops announce. Each event is made here and nowhere else; docs/protocol.md lists who may listen."""

from django.conf import settings

from drops.models import Drop
from drops.rounds import ClaimAnswer
from realtime.announce import Step


def stock_moved(drop: Drop) -> list[Step]:
    """`stock` of `drop:<code>`: pieces, claims or the chain moved."""
    return [Step(f"drop:{drop.code}", "stock")]


def phase_moved(drop: Drop) -> list[Step]:
    """`phase` of `drop:<code>` and of `drops`: somebody, not the clock, moved the drop to another phase."""
    return [Step(f"drop:{drop.code}", "phase"), *_to_everybody(drop, "phase")]


def schedule_changed(drop: Drop) -> list[Step]:
    """`phase` of `drop:<code>`, `schedule` of `drops`: the drop came into the schedule or left it."""
    return [Step(f"drop:{drop.code}", "phase"), *_to_everybody(drop, "schedule")]


def _to_everybody(drop: Drop, kind: str) -> list[Step]:
    """Nothing for a rehearsal: the public list must not stir for what the public may not know."""
    return [] if drop.rehearsal and not settings.DEMO else [Step("drops", kind)]


def message_set(drop: Drop) -> list[Step]:
    """`message` of `drop:<code>`: the team has something to say."""
    return [Step(f"drop:{drop.code}", "message")]


def claim_changed(member_id: int, claim: ClaimAnswer) -> Step:
    """`claim.changed` of the member's own log: the whole claim as it is now."""
    return Step(f"me:{member_id}", "claim.changed", claim.payload)
