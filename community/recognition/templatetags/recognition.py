"""How badges look."""

from django import template

from community.recognition.drawings import Drawing
from community.recognition.words import sign

register = template.Library()


@register.inclusion_tag("recognition/_emblem.html")
def emblem(drawing: Drawing, size: str = "") -> dict[str, object]:
    """A badge's drawing; `size` is `small`, `large` or nothing. Mute: the badge's name stands beside it."""
    return {"shapes": drawing.shapes, "size": size}


@register.filter
def signed(points: int) -> str:
    """`+10`, `−10`, `0`."""
    return sign(points)
