"""What can be asked for beyond subscribing. Parts register their ops in `AppConfig.ready()`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from realtime.topics import Viewer

# A field is a type, or a function that says whether a value will do.
Field = type | Callable[[Any], bool]
Handler = Callable[[Viewer, dict[str, Any]], Awaitable[Mapping[str, Any]]]
RESERVED = {"subscribe", "unsubscribe", "clock"}


class Refusal(Exception):
    """An op was refused and nothing was written; `message` is for people, in their language."""

    def __init__(self, code: str, message: str = "", **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.extra = extra


@dataclass(frozen=True, slots=True)
class Op:
    """`fields` are all required, beside `op` and `id`; the handler gets them without those two."""

    fields: Mapping[str, Field]
    handler: Handler


_registry: dict[str, Op] = {}


def register_op(name: str, fields: Mapping[str, Field], handler: Handler) -> None:
    """Make an op known: `handler(viewer, fields)` returns the answer without its id, or raises `Refusal`."""
    if name in RESERVED or name in _registry:
        raise ValueError(f"The op {name!r} is taken.")
    _registry[name] = Op(fields, handler)


def find_op(name: str) -> Op | None:
    return _registry.get(name)
