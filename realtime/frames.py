"""The frames of `qommunity.v1`: incoming ones held against a strict table, outgoing ones encoded once."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, NoReturn

from realtime.clock import to_ms
from realtime.ops import Field, find_op

SUBPROTOCOL = "qommunity.v1"
LARGEST = 2**53  # integers beyond are not the same number in every client


class NotAFrame(Exception):
    """What came is no JSON object: the socket is closed with 4400."""


class BadRequest(Exception):
    """A JSON object that the table does not know; `ref`, its id, is echoed if it can be."""

    def __init__(self, ref: str | None) -> None:
        super().__init__()
        self.ref = ref


# -- in ------------------------------------------------------------------------------------------------------------


def decode(text: str) -> dict[str, Any]:
    """The JSON object in `text`, whatever its keys."""
    try:
        frame = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotAFrame from error
    if not isinstance(frame, dict):
        raise NotAFrame
    return frame


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def is_text(value: Any, longest: int = 200) -> bool:
    """A printable text: no control characters, no lone surrogates, which neither database nor client could carry."""
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def is_id(value: Any) -> bool:
    return is_text(value, 32)


def is_place(value: Any) -> bool:
    """The `after` of a subscription: where a client was."""
    return (
        isinstance(value, dict)
        and value.keys() == {"epoch", "seq"}
        and is_text(value["epoch"])
        and is_integer(value["seq"])
        and value["seq"] >= 0
    )


_TYPES: dict[Field, Callable[[Any], bool]] = {
    str: is_text,
    int: is_integer,
    bool: lambda value: isinstance(value, bool),
}
_TABLE: dict[str, tuple[Mapping[str, Field], frozenset[str]]] = {
    "subscribe": ({"id": is_id, "topic": str, "after": is_place}, frozenset({"after"})),
    "unsubscribe": ({"id": is_id, "topic": str}, frozenset()),
    "clock": ({"t0": int}, frozenset()),
}


def check(frame: dict[str, Any]) -> str:
    """The op of a frame whose keys and types are those of the table; `BadRequest` otherwise."""
    op = frame.get("op")
    row = _row(op) if isinstance(op, str) else None
    if row is None or not _fits(frame, *row):
        raise BadRequest(echo(frame))
    return str(op)


def _row(op: str) -> tuple[Mapping[str, Field], frozenset[str]] | None:
    if op in _TABLE:
        return _TABLE[op]
    registered = find_op(op)
    return ({"id": is_id, **registered.fields}, frozenset()) if registered else None


def _fits(frame: dict[str, Any], fields: Mapping[str, Field], optional: frozenset[str]) -> bool:
    given = frame.keys() - {"op"}
    if not fields.keys() - optional <= given <= fields.keys():
        return False
    return all(_will_do(fields[name], frame[name]) for name in given)


def _will_do(field: Field, value: Any) -> bool:
    return bool(_TYPES.get(field, field)(value))


def echo(frame: dict[str, Any]) -> str | None:
    """The frame's id, if it is one."""
    return frame["id"] if is_id(frame.get("id")) else None


# -- out -----------------------------------------------------------------------------------------------------------


class Frame:
    """One outgoing text frame, encoded once for however many sockets."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def message(self) -> dict[str, str]:
        """As ASGI sends it."""
        return {"type": "websocket.send", "text": self.text}

    @cached_property
    def wire(self) -> bytes:
        """As it stands on the line: a final, unmasked, uncompressed text frame (RFC 6455, 5.2)."""
        payload = self.text.encode()
        size = len(payload)
        if size < 126:
            return bytes((0x81, size)) + payload
        if size < 65536:
            return b"\x81\x7e" + size.to_bytes(2, "big") + payload
        return b"\x81\x7f" + size.to_bytes(8, "big") + payload


def dump(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def frame(op: str, **keys: Any) -> Frame:
    return Frame(dump({"op": op, **keys}))


def hello(*, now: datetime, epoch: str, member: str | None, limits: Mapping[str, int]) -> Frame:
    return frame("hello", now=to_ms(now), epoch=epoch, member=member, limits=limits)


def snapshot(*, ref: str, topic: str, epoch: str, seq: int, now: datetime, data: str) -> Frame:
    """`data` is JSON already: it is the same for a whole audience, the id is not."""
    head = dump({"op": "snapshot", "id": ref, "topic": topic, "epoch": epoch, "seq": seq, "now": to_ms(now)})
    return Frame(f'{head[:-1]},"data":{data}}}')


def event(*, topic: str, seq: int, now: datetime, kind: str, data: str) -> Frame:
    """`data` is JSON already."""
    head = dump({"op": "event", "topic": topic, "seq": seq, "now": to_ms(now), "kind": kind})
    return Frame(f'{head[:-1]},"data":{data}}}')


def resumed(*, ref: str, topic: str, epoch: str, seq: int, missed: Iterable[Frame]) -> Frame:
    head = dump({"op": "resumed", "id": ref, "topic": topic, "epoch": epoch, "seq": seq})
    return Frame(f'{head[:-1]},"missed":[{",".join(step.text for step in missed)}]}}')
