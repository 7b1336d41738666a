"""`{% dial frame … %}`: the stock dial as the server knows it, with the words its script needs to go on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from drops import dial as geometry
from drops import words
from drops.words import say

register = template.Library()

DAY = 24 * 60 * geometry.MINUTE


@dataclass(frozen=True, slots=True)
class Centre:
    """What stands in the middle of the dial."""

    figure: str
    legend: str


@dataclass(frozen=True, slots=True)
class Share:
    """A line of the key under the dial."""

    state: str
    look: str
    pieces: int
    word: str


@register.inclusion_tag("drops/_dial.html")
def dial(frame: Mapping[str, Any], maker: str, note: str = "", poll: str = "") -> dict[str, Any]:
    """Draw a `drop:<code>` frame (`seq`, `now`, `data`). `maker` and `note` stand above the figure.

    `poll` is the address that answers with such a frame when there is no socket.
    """
    data, now = frame["data"], frame["now"]
    before = data["phase"] in geometry.BEFORE and data["opens_at"]
    return {
        "frame": json.dumps(frame, separators=(",", ":")),
        "topic": f"drop:{data['code']}",
        "phase": data["phase"],
        "poll": poll,
        "face": geometry.face_of(data, now),
        "turn": geometry.hand_turn(now, data["opens_at"] or 0),
        "last": bool(before) and data["opens_at"] - now <= geometry.MINUTE,
        "centre": centre_of(data, now),
        "label": label_of(data),
        "key": key_of(data),
        "counted": "total" in data and data["phase"] == "open",
        "maker": maker,
        "note": note,
        "guilloche": geometry.GUILLOCHE,
        "guilloche_turns": geometry.GUILLOCHE_TURNS,
        "words": words.for_script(words.dial),
    }


def centre_of(data: Mapping[str, Any], now: int) -> Centre:
    """Figure and legend for a frame's `data`; `static/js/dial.js` chooses by the same rules."""
    phase = data["phase"]
    if phase in geometry.BEFORE and data["opens_at"]:
        remaining = data["opens_at"] - now
        days = -(-remaining // DAY)
        if days > 2:
            return Centre(str(days), say(words.dial, "days", days))
        return Centre(geometry.figure(remaining), say(words.dial, "before"))
    is_paused = phase == "open" and data["paused"]
    if "total" not in data or phase == "cancelled":
        return Centre(say(words.dial, phase), say(words.dial, "paused" if is_paused else f"{phase}_legend"))
    if phase == "closed":
        return Centre(str(data["sold"]), say(words.dial, "sold", data["sold"], total=data["total"]))
    legend = "sold_out_legend" if phase == "sold_out" else "paused" if is_paused else "stock"
    return Centre(str(data["available"]), say(words.dial, legend, data["available"], total=data["total"]))


def key_of(data: Mapping[str, Any]) -> list[Share]:
    """What each kind of mark means, and how many there are."""
    looks = {"available": "available", "held": "held", "sold": "engraved"}
    return [
        Share(state, look, data.get(state, 0), say(words.dial, f"key_{state}", data.get(state, 0)))
        for state, look in looks.items()
    ]


def label_of(data: Mapping[str, Any]) -> str:
    """The dial said to who cannot see it."""
    if "total" not in data:
        return say(words.dial, "plain_label")
    return say(words.dial, "label", **{name: data[name] for name in ("available", "held", "sold", "total")})
