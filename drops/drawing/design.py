"""What a watch is, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Metal = Literal["steel", "gold", "rose", "titanium", "black", "bronze", "blued"]
DialColour = Literal[
    "blue", "anthracite", "enamel", "fir", "salmon", "lacquer", "silver", "glacier", "burgundy", "havana", "cream"
]
Texture = Literal["plain", "sunburst", "matte", "hobnail", "barleycorn", "waves", "deck"]
Indices = Literal["batons", "roman", "arabic", "diver", "quarters"]
Hands = Literal["dauphine", "leaf", "baton", "sword"]
Layout = Literal["plain", "small_seconds", "two_counters", "three_counters", "gmt"]
Bezel = Literal["polished", "stepped", "diver", "gmt", "tachymeter"]
Strap = Literal["leather", "suede", "rubber", "bracelet", "mesh"]
View = Literal["front", "detail", "back"]
Winding = Literal["manual", "automatic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDesign:
    """Lengths in millimetres, as in the data sheet; each name is a way of making that part which the trade knows."""

    brand: str
    line: str = ""
    foot: str = ""
    engraving: str = ""
    winding: Winding = "automatic"
    serif: bool = True

    diameter: float
    lug_to_lug: float
    lug_width: float = 20.0
    metal: Metal = "steel"
    bezel: Bezel = "polished"
    bezel_colours: tuple[DialColour, DialColour] = ("lacquer", "lacquer")

    dial: DialColour
    texture: Texture = "sunburst"
    smoked: bool = False
    counter: DialColour | None = None  # None: counters in the dial's own colour
    layout: Layout = "plain"
    indices: Indices = "batons"
    hands: Hands = "dauphine"
    trim: Metal = "steel"
    hand_metal: Metal = "steel"
    lume: bool = False
    seconds_signal: bool = False
    date: int | None = None  # a window at three o’clock

    strap: Strap = "leather"
    strap_colour: tuple[int, int, int] = (92, 58, 36)
    stitch: tuple[int, int, int] = (206, 184, 148)
    backdrop: tuple[int, int, int] = (226, 221, 212)

    @property
    def radius(self) -> float:
        return self.diameter / 2

    @property
    def bezel_width(self) -> float:
        """From the case's edge to the crystal's."""
        return {"polished": 1.7, "stepped": 2.3, "diver": 4.7, "gmt": 4.7, "tachymeter": 3.7}[self.bezel]

    @property
    def dial_radius(self) -> float:
        """The visible dial, inside the sloping flange."""
        return self.radius - self.bezel_width - 0.95

    @property
    def has_centre_seconds(self) -> bool:
        return self.layout != "small_seconds"

    @property
    def is_chronograph(self) -> bool:
        return self.layout in {"two_counters", "three_counters"}
