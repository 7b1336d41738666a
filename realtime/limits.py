"""What one socket, one member and one address may do."""

from collections import Counter, deque

from realtime.conf import conf

STRIKES, STRIKE_WINDOW = 3, 10.0  # so many frames beyond the rate within so many seconds: 4429
MISTAKES, MISTAKE_WINDOW = 10, 60.0  # the tenth bad request within a minute: 4400


class TokenBucket:
    """Lets `rate` frames a second through, and `burst` at once."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = float(burst)
        self._at = now

    def take(self, now: float) -> bool:
        """Take one token; False if there is none."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Strikes:
    """Counts within a sliding window and says when it is enough."""

    __slots__ = ("_most", "_times", "_window")

    def __init__(self, most: int, window: float) -> None:
        self._most = most
        self._window = window
        self._times: deque[float] | None = None  # most sockets never need one

    def add(self, now: float) -> bool:
        """Count one more; True if this is one too many."""
        times = self._times = self._times if self._times is not None else deque(maxlen=self._most)
        times.append(now)
        return len(times) == self._most and now - times[0] <= self._window


class Doorman:
    """Counts the sockets of each member and of each anonymous address in this process."""

    def __init__(self) -> None:
        self._sockets: Counter[str] = Counter()

    def enter(self, member_id: int | None, address: str) -> str | None:
        """A name to leave by, or None if there are enough already."""
        name, most = (
            (f"address {address}", conf().sockets_per_address)
            if member_id is None
            else (f"member {member_id}", conf().sockets_per_member)
        )
        if self._sockets[name] >= most:
            return None
        self._sockets[name] += 1
        return name

    def leave(self, name: str) -> None:
        self._sockets[name] -= 1
        if not self._sockets[name]:
            del self._sockets[name]
