"""Draws the demo's watches: a design in, a picture out; no font, no borrowed image."""

from drops.drawing.design import View, WatchDesign
from drops.drawing.scene import draw

__all__ = ["View", "WatchDesign", "draw"]
