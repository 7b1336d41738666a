"""What may come of asking somebody else's server."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

# In place of a status: nothing came; we would not even ask.
NO_ANSWER, REFUSED = 0, 1


def retry_after(value: str, now: datetime) -> timedelta | None:
    """How long a server wants to be left alone: seconds or an hour, as HTTP has them; None for anything else."""
    if value.isascii() and value.isdigit() and len(value) < 8:
        return timedelta(seconds=int(value))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # a year of twenty digits is no year
        return None
    return max(at - now, timedelta()) if at.tzinfo else None
