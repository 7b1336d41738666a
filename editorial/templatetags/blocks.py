"""Places on pictures."""

from collections.abc import Mapping
from typing import Any

from django import template
from wagtail.images.models import AbstractRendition

register = template.Library()


@register.filter
def placed(point: Mapping[str, Any], picture: AbstractRendition) -> tuple[str, str]:
    """A point given in hundredths, in the pixels of the picture; written with a dot in every language."""
    return (f"{point['x'] * picture.width / 100:.0f}", f"{point['y'] * picture.height / 100:.0f}")
