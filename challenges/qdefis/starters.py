"""The templates from which the back office builds a Qdéfi: shipped as data, in starters.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("starters.toml")


@cache
def starters() -> Mapping[str, Mapping[str, Any]]:
    """Facts of Qdéfis by the names of their templates, in their order."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
