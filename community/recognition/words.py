"""How figures are said."""

from django.utils.translation import ngettext


def sign(points: int) -> str:
    """`+10`, `−10`, `0`."""
    return f"{points:+}".replace("-", "−") if points else "0"


def signed(points: int) -> str:
    """`+10 points`, `−1 point`, `0 point`."""
    return ngettext("{number} point", "{number} points", abs(points)).format(number=sign(points))
