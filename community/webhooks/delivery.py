"""One try of one delivery: signed, posted to the address that was checked, heard to a limit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from community.outgoing.addresses import AddressRefused
from community.outgoing.answers import REFUSED
from community.outgoing.posting import Bounds, post
from community.webhooks.models import LONGEST_ANSWER, Delivery
from community.webhooks.rules import address_parts, may_reach
from community.webhooks.signing import headers_for

TIMEOUT = 5.0  # seconds for all of it
MOST_READ = 2048  # bytes of an answer
ABOUT = {"Content-Type": "application/json", "User-Agent": "Qommunity-Webhooks/1"}
GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said: an HTTP status or one of `outgoing.answers`, the first words, how long all of it took."""

    status: int
    words: str = ""
    took: int = 0  # milliseconds
    retry_after: timedelta | None = None

    @property
    def is_accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """It wants no more, ever."""
        return self.status == GONE


def deliver(delivery: Delivery, now: datetime) -> Answer:
    """Send one delivery to its endpoint, whatever comes of it."""
    body = delivery.body.encode()
    try:
        to = address_parts(delivery.endpoint.address)  # the rule may have become stricter since
    except AddressRefused:
        return Answer(REFUSED)
    headers = ABOUT | headers_for(delivery.name, body, now, delivery.endpoint.secrets_at(now))
    reply = post(to, body, headers, bounds=Bounds(may_reach, TIMEOUT, MOST_READ), now=now)
    return Answer(reply.status, _in_one_line(reply.start), reply.took, reply.retry_after)


def _in_one_line(start: bytes) -> str:
    """Words for the log, without what a table or a database chokes on."""
    words = start.decode(errors="replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:LONGEST_ANSWER]
