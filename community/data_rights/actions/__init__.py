"""What members' wishes about their data change."""

from .departures import (
    CannotCallOff,
    DepartureRefused,
    ask_departure,
    call_off_departure,
    carry_out,
    erase_again,
)
from .exports import ExportRefused, ask_export, build_export, forget_exports_of, forget_old_exports

__all__ = [
    "CannotCallOff",
    "DepartureRefused",
    "ExportRefused",
    "ask_departure",
    "ask_export",
    "build_export",
    "call_off_departure",
    "carry_out",
    "erase_again",
    "forget_exports_of",
    "forget_old_exports",
]
