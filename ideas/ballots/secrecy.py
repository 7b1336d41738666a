"""The names that voters have while a ballot is open, and the order in which each of them sees the options."""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

from django.utils.crypto import salted_hmac

from ideas.ballots.models.ballots import KEY_BYTES
from ideas.ballots.models.papers import RECEIPT

T = TypeVar("T")


def new_key() -> bytes:
    """A ballot's key; whoever has it and the votes knows who voted what."""
    return secrets.token_bytes(KEY_BYTES)


def new_receipt() -> str:
    """128 random bits, by which a voter alone knows their paper."""
    return secrets.token_hex(RECEIPT // 2)


def voter_name(key: bytes | memoryview, member_id: int, paper: int) -> str:
    """What stands on a vote instead of its member; docs/fairness.md has the formula."""
    return hmac.new(bytes(key), f"{member_id}|{paper}".encode(), sha256).hexdigest()


def in_order_for(viewer_id: int | None, ballot_id: int, options: Iterable[tuple[int, T]]) -> list[T]:
    """Options, given with their numbers, in an order of the viewer's own that is always the same and kept nowhere."""

    def place(option: int) -> bytes:
        return salted_hmac("ballots.order", f"{ballot_id}|{viewer_id}|{option}", algorithm="sha256").digest()

    return [what for _number, what in sorted(options, key=lambda pair: place(pair[0]))]
