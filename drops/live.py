"""The topics drops own, and the op that claims a piece; docs/protocol.md has their shapes."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models.functions import Coalesce
from django.utils.translation import override

from community.universes.models import Universe
from drops import queries
from drops.actions.claims import asubmit_claim
from drops.actions.holds import settle_drop
from drops.audiences import Audience, audience_of_viewer
from drops.codes import PATTERN
from drops.models import Drop, Hold, Phase
from drops.models.claims import KEY
from drops.rules import ClaimRefused
from drops.visibility import entry_of, payload_of
from realtime.ops import Field, Refusal
from realtime.topics import State, StateTopic, Viewer

# A drop that is armed for a later announcement raises no counter, since that would tell; the schedule is read again at
# least this often, so that its hour is known when it comes. What has not changed is not sent.
AFRESH = timedelta(seconds=10)

# The counter always gives a row; the drops stand beside it, if there are any.
READ_SCHEDULE = """
SELECT n.now, coalesce(t.seq, 0), coalesce(t.kind, ''), d.*
FROM (SELECT clock_timestamp() AS now OFFSET 0) n
LEFT JOIN realtime_topic t ON t.name = 'drops'
LEFT JOIN (
    SELECT d.code, u.slug, d.rehearsal, d.total, d.sold, d.announced_at, d.opens_at, d.closes_at, d.armed_at,
           d.cancelled_at
    FROM drops_drop d JOIN universes_universe u ON u.id = d.universe_id
    WHERE d.armed_at IS NOT NULL
) d ON true
ORDER BY d.opens_at, d.code
"""


def _scheduled(row: tuple[Any, ...]) -> Drop:
    """As much of a drop as the schedule needs to know."""
    code, universe, rehearsal, total, sold, announced_at, opens_at, closes_at, armed_at, cancelled_at = row
    return Drop(
        code=code,
        universe=Universe(slug=universe),
        rehearsal=rehearsal,
        total=total,
        sold=sold,
        announced_at=announced_at,
        opens_at=opens_at,
        closes_at=closes_at,
        armed_at=armed_at,
        cancelled_at=cancelled_at,
    )


def _latest(drops: Sequence[Drop], audience: Audience, now: datetime) -> list[dict[str, Any]]:
    """The latest drops this audience may know of. Cut after the embargo, so that none makes room for a sealed one."""
    entries = (entry_of(drop, audience, now) for drop in drops)
    return [entry for entry in entries if entry is not None][-queries.SCHEDULE_LENGTH :]


class ScheduleTopic(StateTopic):
    """`drops`: what is announced, open and over, by the hour of opening."""

    prefix = "drops"
    keyed = False
    kind = "phase"

    def audience(self, viewer: Viewer, key: str) -> str:  # noqa: ARG002 -- there is one schedule
        """Members see the same as everybody."""
        audience = audience_of_viewer(viewer)
        return str(Audience.ANONYMOUS if audience == Audience.MEMBER else audience)

    def read(self, key: str = "") -> State:  # noqa: ARG002 -- there is one schedule
        with connection.cursor() as cursor:
            cursor.execute(READ_SCHEDULE)
            rows = cursor.fetchall()
        now, seq, kind = rows[0][:3]
        drops = [_scheduled(row[3:]) for row in rows if row[3]]
        return State(
            seq=seq,
            kind=kind,
            now=now,
            data={
                str(audience): {"drops": _latest(drops, audience, now)}
                for audience in (Audience.ANONYMOUS, Audience.REHEARSER, Audience.TEAM)
            },
            next_change=min([now + AFRESH, *(change for drop in drops if (change := drop.next_change(now)))]),
        )


class DropTopic(StateTopic):
    """`drop:<code>`: one drop, its pieces and its chain."""

    prefix = "drop"
    kind = "phase"

    def audience(self, viewer: Viewer, key: str) -> str:  # noqa: ARG002 -- the same for all drops
        return str(audience_of_viewer(viewer))

    def read(self, key: str) -> State | None:
        if not re.fullmatch(PATTERN, key):
            return None
        name = f"drop:{key}"
        drop: Any = (
            queries.with_stock(Drop.objects.filter(code=key))
            .annotate(
                seq=Coalesce(queries.counter_of(name), 0),
                moved=queries.counter_of(name, "kind"),
            )
            .first()
        )
        if drop is None:
            return None
        payloads = {str(audience): payload_of(drop, audience, drop.now) for audience in Audience}
        return State(
            seq=drop.seq,
            kind=drop.moved or "",
            now=drop.now,
            data={audience: payload for audience, payload in payloads.items() if payload is not None},
            next_change=drop.next_change(drop.now),
            lively=drop.phase(drop.now) == Phase.OPEN,
        )

    def look(self, keys: Collection[str]) -> None:
        """Lapse the holds that ran out and serve the next, whoever else is or is not at work."""
        due = Hold.objects.filter(state=Hold.State.LIVE, until__lte=queries.ClockTimestamp(), drop__code__in=keys)
        for code in due.order_by().values_list("drop__code", flat=True).distinct():
            settle_drop(code)


def claims_of_viewer(viewer: Viewer) -> list[Mapping[str, Any]]:
    """The part `claims` of `me`: a member's claims as they are now."""
    return [claim.payload for claim in queries.claims_of(viewer.member)]


CLAIM_FIELDS: Final[Mapping[str, Field]] = {
    "drop": str,
    "quantity": int,
    "key": lambda value: isinstance(value, str) and re.fullmatch(KEY, value) is not None,
}


async def claim(viewer: Viewer, fields: dict[str, Any]) -> Mapping[str, Any]:
    """The op `claim`: answered by `claimed` once the claim is durable, refused by the code of the broken rule."""
    if viewer.is_anonymous:
        raise _refusal(ClaimRefused("login_required"), viewer)
    try:
        answer = await asubmit_claim(
            code=fields["drop"], member_id=viewer.member.pk, quantity=fields["quantity"], key=fields["key"]
        )
    except ClaimRefused as refused:
        raise _refusal(refused, viewer) from refused
    return {"op": "claimed", **answer.payload}


def _refusal(refused: ClaimRefused, viewer: Viewer) -> Refusal:
    with override(viewer.language):
        message = refused.message
    return Refusal(refused.code, message, **({"claim": refused.claim.payload} if refused.claim else {}))
