"""What ceremonies announce. docs/protocol.md has its shape."""

from challenges.qdefis.models import Qdefi
from realtime.announce import Step


def step_planned(qdefi: Qdefi) -> list[Step]:
    """`step` of `ceremony:<slug>`: it was planned, moved or called off. The clock alone moves it on."""
    return [Step(f"ceremony:{qdefi.slug}", "step")]
