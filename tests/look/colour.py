"""OKLCH to sRGB and to contrast, as CSS Color 4 and WCAG 2 define them."""

import math
import re

_OKLCH = re.compile(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)")


def linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue as light, 0 to 1, of `oklch(50% 0.1 200)`."""
    lightness, chroma, hue = (float(part) for part in _OKLCH.fullmatch(colour).groups())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness / 100 + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness / 100 - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness / 100 - 0.0894841775 * a - 1.2914855480 * b) ** 3
    mixed = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return tuple(min(1.0, max(0.0, part)) for part in mixed)


def hexadecimal(colour: str) -> str:
    """`#RRGGBB` of an OKLCH colour."""
    encoded = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear(colour))
    return "#" + "".join(f"{round(255 * part):02X}" for part in encoded)


def contrast(one: str, other: str) -> float:
    """The ratio WCAG asks for, 1 to 21."""
    lights = sorted(
        sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)
