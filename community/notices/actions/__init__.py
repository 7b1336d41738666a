"""What changes notices: telling, reading, choosing, and what leaves the site."""

from .choices import choose, set_wishes
from .reading import mark_read
from .rounds import begin_round
from .telling import MOST_UNREAD, Telling, tell, tell_all

__all__ = [
    "MOST_UNREAD",
    "Telling",
    "begin_round",
    "choose",
    "mark_read",
    "set_wishes",
    "tell",
    "tell_all",
]
