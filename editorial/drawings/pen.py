"""Strokes of which the drawings are made. Units are hundredths of the drawing's half width; angles are degrees from
twelve o'clock, clockwise, as on a dial. Colours are the page's own: ink by `currentColor`, the rest by its tokens.
"""

from collections.abc import Iterable
from math import cos, radians, sin
from typing import Any

Point = tuple[float, float]

BRASS = "var(--brass-ornament)"
STEEL = "var(--steel)"
RUBY = "var(--seconds)"
GROUND = "var(--enamel)"
SOFT = "var(--hair)"


def polar(angle: float, radius: float, centre: Point = (0, 0)) -> Point:
    """The point at this angle and distance."""
    return centre[0] + radius * sin(radians(angle)), centre[1] - radius * cos(radians(angle))


def number(value: float) -> str:
    """With one decimal at most, which is a fifth of a screen's dot where the drawing is large."""
    return f"{round(value, 1) + 0:g}"


def place(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def line(points: Iterable[Point], *, closed: bool = False) -> str:
    """The data of a path along these points."""
    return "M" + "L".join(place(point) for point in points) + ("z" if closed else "")


def path(data: str, **look: object) -> str:
    return f'<path d="{data}"{attributes(look)}/>'


def polygon(points: Iterable[Point], **look: object) -> str:
    return path(line(points, closed=True), **look)


def circle(radius: float, centre: Point = (0, 0), **look: object) -> str:
    at = f' cx="{number(centre[0])}" cy="{number(centre[1])}"' if centre != (0, 0) else ""
    return f'<circle{at} r="{number(radius)}"{attributes(look)}/>'


def arc(start: float, end: float, radius: float, centre: Point = (0, 0)) -> str:
    """The data of an arc, clockwise from one angle to the other."""
    large = int((end - start) % 360 > 180)
    one, other = polar(start, radius, centre), polar(end, radius, centre)
    return f"M{place(one)}A{number(radius)} {number(radius)} 0 {large} 1 {place(other)}"


def ticks(count: int, inner: float, outer: float, centre: Point = (0, 0), *, start: float = 0) -> str:
    """The data of so many strokes around a centre."""
    angles = [start + 360 / count * step for step in range(count)]
    return "".join(line([polar(a, inner, centre), polar(a, outer, centre)]) for a in angles)


def gear(teeth: int, root: float, tip: float) -> str:
    """A wheel's rim with its teeth: a circle at their foot, and one as thick as they are long, cut into dashes."""
    cut = circle(
        (root + tip) / 2, stroke_width=tip - root, pathLength=2 * teeth, stroke_dasharray=1, stroke_linecap="butt"
    )
    return circle(root) + cut


def wheel(teeth: int, tip: float, *, spokes: int = 4, depth: float = 5) -> str:
    """A wheel with its spokes and its hub."""
    rim = tip - depth - 5
    return gear(teeth, tip - depth, tip) + circle(rim) + path(ticks(spokes, 5, rim)) + circle(5)


def coil(inner: float, outer: float, turns: float, *, start: float = 0) -> str:
    """The data of a flat spring, wound outwards: eight arcs a turn, each as wide as the spring is there."""
    steps = max(8, round(turns * 8))
    growth = (outer - inner) / steps
    data = "M" + place(polar(start, inner))
    for step in range(1, steps + 1):
        radius = number(inner + growth * (step - 0.5))
        data += f"A{radius} {radius} 0 0 1 {place(polar(start + 360 * turns * step / steps, inner + growth * step))}"
    return data


def group(*parts: str, at: Point = (0, 0), turned: float = 0, moves: str = "", **look: object) -> str:
    """Parts together: put somewhere, turned, and set in motion by the class of that name where motion is wanted."""
    inner = f'<g class="sketch__{moves}">{"".join(parts)}</g>' if moves else "".join(parts)
    steps = [f"translate({place(at)})"] * (at != (0, 0)) + [f"rotate({number(turned)})"] * (turned != 0)
    set_down = f' transform="{" ".join(steps)}"' if steps else ""
    return f"<g{set_down}{attributes(look)}>{inner}</g>" if set_down or look else inner


def filled(colour: str = "currentColor") -> dict[str, Any]:
    return {"fill": colour, "stroke": "none"}


def attributes(look: dict[str, object]) -> str:
    written = {name: number(value) if isinstance(value, int | float) else value for name, value in look.items()}
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in written.items())
