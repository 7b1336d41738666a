"""What Qdéfis announce. Each event is made here and nowhere else; docs/protocol.md lists who may listen."""

from challenges.qdefis.models import Entry, Qdefi
from realtime.announce import Step


def entry_added(qdefi: Qdefi, entry: Entry) -> list[Step]:
    """`entry.added` of `qdefi:<slug>`: an entry came to stand. Never by whom."""
    return [Step(qdefi.topic, "entry.added", _facts(qdefi, entry))]


def entry_removed(qdefi: Qdefi, entry: Entry) -> list[Step]:
    """`entry.removed` of `qdefi:<slug>`: it was taken back or hidden."""
    return [Step(qdefi.topic, "entry.removed", _facts(qdefi, entry))]


def votes_changed(qdefi: Qdefi, voted: int) -> list[Step]:
    """`votes.changed` of `qdefi:<slug>`: so many members have voted. For the part above that takes votes."""
    return [Step(qdefi.topic, "votes.changed", {"voted": voted})]


def qdefi_closed(qdefi: Qdefi) -> list[Step]:
    """`qdefi.closed` of `qdefi:<slug>`: its results are there."""
    return [Step(qdefi.topic, "qdefi.closed", {"entries": qdefi.entered})]


def _facts(qdefi: Qdefi, entry: Entry) -> dict[str, object]:
    facts: dict[str, object] = {"entries": qdefi.entered}
    return {"code": entry.code} | facts if qdefi.shows_entries() else facts
