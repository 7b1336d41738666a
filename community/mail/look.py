"""What a mail looks like. Mails know neither our stylesheet nor its variables: these are the values of
`static/css/tokens.css`, the only ones outside it, and a test compares them.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import mark_safe

DAY = {
    "enamel": "#FAF7F2",
    "ink": "#14161A",
    "soft": "#504E4A",
    "hair": "#D9D3C7",
    "steel": "#24508F",
    "on_steel": "#FFFFFF",
    "brass_ornament": "#A9804B",
}
NIGHT = {
    "enamel": "#0F1113",
    "ink": "#ECE7DD",
    "soft": "#B0AB9F",
    "hair": "#2B2F33",
    "steel": "#8FB4EE",
    "on_steel": "#0D1A2E",
    "brass_ornament": "#A9804B",
}
DISPLAY = "Didot, 'Bodoni MT', 'Noto Serif Display', 'URW Palladio L', P052, Georgia, serif"
TEXT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
FIGURES = "ui-monospace, Menlo, Consolas, monospace"

LOOK: Mapping[str, Any] = {
    "day": DAY,
    "night": NIGHT,
    "display": mark_safe(DISPLAY),  # noqa: S308 -- our own names; an escaped quote would end up in a stylesheet
    "sans": mark_safe(TEXT),  # noqa: S308 -- likewise
    "figures": FIGURES,
    "minutes": range(60),
}
