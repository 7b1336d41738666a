"""The topic of a ceremony; docs/protocol.md has its shape."""

import re
from collections.abc import Collection

from challenges.ceremonies.queries import A_MOMENT, facts_of, payload_of
from challenges.juries.actions.sealing import settle_judging
from challenges.qdefis.models import Qdefi
from realtime import clock
from realtime.topics import State, StateTopic, Viewer

EVERYBODY = "all"
SLUG = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)


class CeremonyTopic(StateTopic):
    """`ceremony:<slug>`: the podium as far as it is shown, to all at the same second. Everybody may listen."""

    prefix = "ceremony"
    kind = "step"

    def audience(self, viewer: Viewer, key: str) -> str:  # noqa: ARG002 -- the same for all
        return EVERYBODY

    def read(self, key: str) -> State | None:
        """The address is in French, whoever asks: each language finds its own from there."""
        facts = facts_of(key) if SLUG.fullmatch(key) else None
        if facts is None or facts.ceremony is None:
            return None
        data, next_change = payload_of(facts)
        if data["state"] == "planned" and next_change is None:
            next_change = max(facts.ceremony.starts_at, facts.now + A_MOMENT)  # is it counted by now?
        return State(seq=facts.seq, now=facts.now, data={EVERYBODY: data}, next_change=next_change, kind=facts.kind)

    def look(self, keys: Collection[str]) -> None:
        """Have counted what is due, and make public what was shown to the end."""
        now = clock.now()
        for qdefi in Qdefi.objects.to_settle(now).filter(slug__in=keys, ceremony__isnull=False):
            settle_judging(qdefi, now)
