"""The demo's illustrations: painted, or drawn like the watches of the drops, and none of them is one of those."""

import io
from collections.abc import Iterable

from PIL import Image

from drops.drawing import View, WatchDesign
from drops.drawing.studio import Commission, paint_all
from editorial.demo.painting import PAINTINGS

WIDTH = 1440

DESIGNS: dict[str, tuple[WatchDesign, View]] = {
    "balancier": (
        WatchDesign(
            brand="QLOCK",
            engraving="DESSINÉE POUR LE MAGAZINE",
            winding="manual",
            diameter=39.0,
            lug_to_lug=46.5,
            metal="rose",
            dial="silver",
            strap_colour=(74, 44, 34),
        ),
        "back",
    ),
    "proportions": (
        WatchDesign(
            brand="QLOCK",
            line="PROPORTIONS",
            diameter=38.5,
            lug_to_lug=46.0,
            dial="salmon",
            texture="sunburst",
            layout="small_seconds",
            indices="arabic",
            hands="leaf",
            strap="suede",
            strap_colour=(70, 74, 82),
            stitch=(150, 154, 160),
            backdrop=(206, 210, 212),
        ),
        "front",
    ),
    "plongee": (
        WatchDesign(
            brand="QLOCK",
            foot="200 M · 20 BAR",
            serif=False,
            diameter=41.0,
            lug_to_lug=48.0,
            dial="glacier",
            texture="waves",
            indices="diver",
            hands="sword",
            lume=True,
            bezel="diver",
            bezel_colours=("lacquer", "lacquer"),
            strap="rubber",
            strap_colour=(30, 34, 38),
            backdrop=(176, 192, 200),
        ),
        "detail",
    ),
    "bleui": (
        WatchDesign(
            brand="QLOCK",
            diameter=38.0,
            lug_to_lug=45.0,
            dial="enamel",
            texture="plain",
            layout="small_seconds",
            indices="roman",
            hands="leaf",
            hand_metal="blued",
            strap_colour=(34, 40, 58),
            stitch=(128, 140, 168),
        ),
        "detail",
    ),
    "chronometre": (
        WatchDesign(
            brand="QLOCK",
            line="CHRONOMÈTRE",
            diameter=40.0,
            lug_to_lug=47.5,
            metal="gold",
            bezel="stepped",
            dial="cream",
            texture="plain",
            indices="roman",
            hands="leaf",
            hand_metal="blued",
            trim="gold",
            date=17,
            strap_colour=(88, 30, 36),
            stitch=(150, 96, 96),
            backdrop=(196, 198, 202),
        ),
        "front",
    ),
    "chronographe": (
        WatchDesign(
            brand="QLOCK",
            serif=False,
            diameter=39.5,
            lug_to_lug=47.0,
            winding="manual",
            bezel="tachymeter",
            dial="silver",
            counter="lacquer",
            layout="two_counters",
            indices="batons",
            hands="baton",
            seconds_signal=True,
            strap="bracelet",
            backdrop=(150, 168, 158),
        ),
        "front",
    ),
    "huile": (
        WatchDesign(
            brand="QLOCK",
            engraving="HUILÉE À LA MAIN",
            winding="automatic",
            diameter=39.5,
            lug_to_lug=46.5,
            metal="gold",
            dial="fir",
            strap="suede",
            strap_colour=(54, 66, 56),
            backdrop=(58, 60, 62),
        ),
        "back",
    ),
}


def painted(names: Iterable[str]) -> dict[str, bytes]:
    """The illustrations of these names as JPEG, wider than high."""
    names = list(dict.fromkeys(names))
    watches = [name for name in names if name in DESIGNS]
    commissions = [Commission(*DESIGNS[name], WIDTH, seed=name) for name in watches]
    pictures = zip(watches, paint_all(commissions), strict=True)
    paintings = {name: _jpeg(PAINTINGS[name](WIDTH)) for name in names if name in PAINTINGS}
    return paintings | {name: _landscape(picture, DESIGNS[name][1]) for name, picture in pictures}


def _landscape(picture: bytes, view: View) -> bytes:
    """Cut to 3 by 2: from the middle, or where a closer look has its hands, from above it."""
    with Image.open(io.BytesIO(picture)) as image:
        top = (image.height - image.width * 2 // 3) // (8 if view == "detail" else 2)
        return _jpeg(image.crop((0, top, image.width, top + image.width * 2 // 3)))


def _jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=95)
    return written.getvalue()
