"""Many pictures at once, a process for each core; a second of work each, and nothing that Django is needed for."""

import io
import signal
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random

from drops.drawing.design import View, WatchDesign
from drops.drawing.scene import draw


@dataclass(frozen=True, slots=True)
class Commission:
    """A picture to make; the same seed makes the same one."""

    design: WatchDesign
    view: View
    width: int
    seed: str


def paint(commission: Commission) -> bytes:
    """The picture as JPEG, fine enough to be encoded again."""
    chance = Random(commission.seed)  # noqa: S311 -- brush strokes, no secret
    picture = io.BytesIO()
    draw(commission.design, commission.width, view=commission.view, chance=chance).save(picture, "JPEG", quality=95)
    return picture.getvalue()


def paint_all(commissions: Sequence[Commission]) -> Generator[bytes, None, None]:
    """The pictures in order, each as soon as it is ready. The processes end with the last one, or with an error."""
    pool = ProcessPoolExecutor(
        mp_context=get_context("spawn"),  # a fork would carry the database's connections along
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),  # Ctrl-C is for the one who waits here
    )
    try:
        yield from pool.map(paint, commissions)
    finally:
        pool.shutdown(cancel_futures=True)
