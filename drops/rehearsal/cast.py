"""Who does what when a drop opens, by chance alone: no clock, no socket."""

from dataclasses import dataclass
from enum import Enum, auto
from random import Random

CLAIMING = 0.6  # the others only watch
HURRIED = 0.3  # of those who claim: within the first seconds
DOUBLE_CLICK = 0.06
LOST_LINE = 0.08


class Decision(Enum):
    """What somebody does with a piece that is set aside for them."""

    CONFIRM = auto()
    WITHDRAW = auto()
    FORGET = auto()


@dataclass(frozen=True, slots=True)
class Role:
    """Seconds: `arrives` from the start of the play, `reacts` and `loses_line` from the opening (None: never)."""

    arrives: float
    reacts: float | None
    clicks_twice: bool
    loses_line: float | None
    decision: Decision
    decides: float  # seconds after the piece was set aside


def cast_roles(number: int, *, lead: float, seconds: float, chance: Random) -> list[Role]:
    """Roles for a play of `seconds` after an opening `lead` seconds ahead: a burst, then a tail that thins out."""
    return [_role(lead, seconds, chance) for _ in range(number)]


def _role(lead: float, seconds: float, chance: Random) -> Role:
    return Role(
        arrives=chance.uniform(0, min(60.0, max(lead, 0.0) * 0.6)),
        reacts=_reaction(seconds, chance) if chance.random() < CLAIMING else None,
        clicks_twice=chance.random() < DOUBLE_CLICK,
        loses_line=chance.uniform(0, seconds * 0.8) if chance.random() < LOST_LINE else None,
        decision=chance.choices(list(Decision), weights=(70, 12, 18))[0],
        decides=min(chance.lognormvariate(0, 0.6) * seconds * 0.12, seconds * 0.6),
    )


def _reaction(seconds: float, chance: Random) -> float:
    """A third with the finger on the button, the others one after the other, fewer and fewer."""
    if chance.random() < HURRIED:
        return min(chance.lognormvariate(0.1, 0.7), seconds * 0.9)
    while (hesitation := chance.expovariate(1 / seconds)) > seconds * 0.9:
        continue
    return hesitation
