"""What a drop is made of: the watch and its sheet, the drop and its pieces, and who gets which piece."""

from .claims import Claim, Hold, Order
from .drops import Drop, DropQuerySet, Mode, Phase, Piece
from .voices import Spokesperson
from .watches import Brand, Movement, Watch, WatchPicture

__all__ = [
    "Brand",
    "Claim",
    "Drop",
    "DropQuerySet",
    "Hold",
    "Mode",
    "Movement",
    "Order",
    "Phase",
    "Piece",
    "Spokesperson",
    "Watch",
    "WatchPicture",
]
