"""The chain of a drop's entries, exactly as docs/fairness.md section 1 writes it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any


def opening_head(code: str, commitment: str = "", beacon_source: str = "") -> str:
    """head_0, before the first entry."""
    return _hash("qommunity-draw-v1", code, commitment, beacon_source)


def leaf(code: str, entry: int, ticket: str) -> str:
    """leaf_i of the entry with number `entry`, counted from 1."""
    return _hash("entry", code, str(entry), ticket)


def next_head(head: str, leaf_hash: str) -> str:
    """head_i from head_(i-1) and leaf_i."""
    return _hash(head, leaf_hash)


def proof(*, code: str, mode: str, opens_at: int | None, leaves: Sequence[str], head: str) -> dict[str, Any]:
    """The content of `proof.json` for a drop served in the order of arrival; `opens_at` in ms."""
    return {
        "version": 1,
        "mode": mode,
        "code": code,
        "commitment": "",
        "beacon_source": "",
        "seed": None,
        "beacon": "",
        "entries": len(leaves),
        "head": head,
        "leaves": list(leaves),
        "order": list(range(1, len(leaves) + 1)),
        "opens_at": opens_at,
        "window_closed_at": None,
        "published_head_at": None,
        "revealed_at": None,
    }


def _hash(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()
