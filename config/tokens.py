"""The colours of `static/css/tokens.css` for what cannot read CSS: the browser’s frame, the manifest, the tests."""

import re
from functools import cache
from typing import NamedTuple

from django.conf import settings

_COLOUR = r"oklch\([^)]*\)"
_TOKEN = re.compile(rf"--([a-z-]+): (?:light-dark\(({_COLOUR}), ({_COLOUR})\)|({_COLOUR}));")


class Pair(NamedTuple):
    """One name's two colours, as CSS."""

    light: str
    dark: str


@cache
def colours() -> dict[str, Pair]:
    """Each colour token by its name without dashes, `{"ink": Pair("oklch(…)", "oklch(…)")}`."""
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: Pair(light or both, dark or both) for name, light, dark, both in _TOKEN.findall(css)}
