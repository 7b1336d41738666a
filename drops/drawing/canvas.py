"""Paint through stencils: each shape is cut four times as large, reduced to soft edges, and painted through."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from drops.drawing.geometry import Point, Shape

Colour = tuple[int, int, int]
OVERSAMPLING = 4
SHADOW_FALL = (0.55, 0.85)  # the light stands at the upper left, everywhere


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of the picture, in pixels, and the way from millimetres to it."""

    left: int
    top: int
    width: int
    height: int
    scale: float
    origin: Point

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    def pixel(self, point: Point, over: int = 1) -> Point:
        x = (self.origin[0] + point[0] * self.scale - self.left) * over
        y = (self.origin[1] + point[1] * self.scale - self.top) * over
        return x, y


Paint = Colour | Callable[[Patch], Image.Image]


class Canvas:
    """A picture in millimetres: `scale` pixels for one, the dial's centre at `origin`."""

    def __init__(self, size: tuple[int, int], scale: float, origin: Point) -> None:
        self.image = Image.new("RGB", size)
        self.scale = scale
        self.origin = origin

    def patch(self, shape: Shape, margin: float = 0.0) -> Patch:
        """The part of the picture that a shape touches, possibly empty."""
        left, top, right, bottom = shape.bounds
        (x, y), scale = self.origin, self.scale
        x0 = max(0, math.floor(x + (left - margin) * scale) - 1)
        y0 = max(0, math.floor(y + (top - margin) * scale) - 1)
        x1 = min(self.image.width, math.ceil(x + (right + margin) * scale) + 1)
        y1 = min(self.image.height, math.ceil(y + (bottom + margin) * scale) + 1)
        return Patch(x0, y0, max(0, x1 - x0), max(0, y1 - y0), scale, self.origin)

    @staticmethod
    def stencil(shape: Shape, patch: Patch, blur: float = 0.0) -> Image.Image:
        """Where the shape lies, as coverage 0–255; a wide blur needs no fine cutting."""
        over = 1 if blur * patch.scale > OVERSAMPLING else OVERSAMPLING
        mask = Image.new("L", (patch.width * over, patch.height * over))
        pen = ImageDraw.Draw(mask)
        for outline in shape.outlines:
            pen.polygon([patch.pixel(point, over) for point in outline], fill=255)
        if over > 1:
            mask = mask.reduce(over)
        return mask.filter(ImageFilter.GaussianBlur(blur * patch.scale)) if blur else mask

    def paint(
        self, shape: Shape, paint: Paint, *, opacity: float = 1.0, blur: float = 0.0, within: Shape | None = None
    ) -> None:
        """Cover the shape, or what of it lies within another one."""
        if not shape.outlines:
            return
        patch = self.patch(shape, margin=blur * 3)
        if not patch.width or not patch.height:
            return
        mask = self.stencil(shape, patch, blur)
        if within is not None:
            mask = ImageChops.multiply(mask, self.stencil(within, patch))
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        colours = paint(patch) if callable(paint) else paint
        area = (patch.left, patch.top, patch.left + patch.width, patch.top + patch.height)
        self.image.paste(colours, area, mask)

    def shadow(self, shape: Shape, height: float, *, opacity: float = 0.45, within: Shape | None = None) -> None:
        """What a part standing `height` above the ground takes away from the light."""
        fallen = shape.moved(SHADOW_FALL[0] * height, SHADOW_FALL[1] * height)
        self.paint(fallen, (0, 0, 0), opacity=opacity, blur=height * 0.45, within=within)
