"""What is told goes by the channels, too: planned when it is told, packed into envelopes when it is due."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from community.notices.channels import Channel, all_channels
from community.notices.jobs import hurry
from community.notices.kinds import NoticeKind, kind_of
from community.notices.models import Delivery, Envelope, Fate, Reason
from community.notices.queries import wishes_of
from community.notices.rules import Wishes, after_quiet, day_begin, due_at, is_for_digest, next_morning, wants
from realtime import clock

MEMBERS_AT_ONCE = 200
# No row stands for a member and a channel; and a member's own row would make their writing and the other channel wait.
LOCK = """
SELECT member_id FROM (
    SELECT DISTINCT member_id FROM notices_delivery WHERE channel = %(channel)s AND due_at <= %(now)s
) due
WHERE pg_try_advisory_xact_lock(hashtextextended(format('notices %%s %%s', %(channel)s::text, member_id), 0))
LIMIT %(most)s
"""
LONGEST_DAY = timedelta(hours=26)  # where the clocks are put back, and a little


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice that was just written."""

    kind: NoticeKind
    notice_id: int
    member_id: int
    is_listed: bool


def plan_deliveries(told: Iterable[Addressed], wishes: Mapping[int, Wishes]) -> None:
    """Say when each notice goes by each channel that its member wants. In the transaction that tells.

    What is planned or gone already stays so: a line that only counts up goes no second time.
    """
    now = clock.now()
    planned = [
        Delivery(
            notice_id=each.notice_id,
            member_id=each.member_id,
            channel=channel.name,
            due_at=due_at(each.kind, channel, theirs, now),
            is_digest=is_for_digest(each.kind, channel, theirs),
        )
        for each in told
        for theirs in [wishes[each.member_id]]
        for channel in all_channels()
        if wants(theirs, each.kind, channel.name)
    ]
    Delivery.objects.bulk_create(planned, ignore_conflicts=True)
    for name in {each.channel for each in planned if each.due_at and each.due_at <= now}:
        transaction.on_commit(partial(hurry, name), robust=True)


@transaction.atomic
def pack_due(channel: Channel, now: datetime) -> int:
    """Pack what is due for some members, into one envelope each, or leave it for its reason; answers for how many.

    What was read meanwhile, is not wanted any more or finds nobody is left. Beyond the day's cap a patient channel
    waits for the next morning, another leaves it. Several workers take different members.
    """
    members = lock_due_members(channel, now)
    due = Delivery.objects.filter(channel=channel.name, member__in=members, due_at__lte=now)
    by_member: defaultdict[int, list[Delivery]] = defaultdict(list)
    for delivery in due.select_related("notice").order_by("notice__at", "pk"):
        by_member[delivery.member_id].append(delivery)
    if not by_member:
        return 0
    packing = Packing(channel, now, by_member.keys(), [each for some in by_member.values() for each in some])
    envelopes = [packing.pack(member, some) for member, some in by_member.items()]
    Envelope.objects.bulk_create(filter(None, envelopes))
    changed = [each for some in by_member.values() for each in some]
    Delivery.objects.bulk_update(changed, ["due_at", "is_digest", "envelope", "left"])
    return len(by_member)


def lock_due_members(channel: Channel, now: datetime) -> list[int]:
    """Some members for whom something is due and whom nobody else is packing for by this channel, until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"channel": channel.name, "now": now, "most": MEMBERS_AT_ONCE})
        return [row[0] for row in cursor.fetchall()]


class Packing:
    """What has to be known to pack for several members, asked once."""

    def __init__(
        self, channel: Channel, now: datetime, members: Collection[int], deliveries: Sequence[Delivery]
    ) -> None:
        self.channel, self.now = channel, now
        self.wishes = wishes_of(members, {each.notice.kind for each in deliveries})
        self.reached = channel.reachable(members)
        self.sent = _sent_today(channel, self.wishes, now)

    def pack(self, member: int, deliveries: Sequence[Delivery]) -> Envelope | None:
        """Settle what is due for one member; their envelope, if something goes."""
        fit = []
        for delivery in deliveries:
            if reason := self._against(delivery):
                delivery.due_at, delivery.left = None, reason
            else:
                fit.append(delivery)
        if not fit:
            return None
        if self.sent[member] >= settings.NOTICE_CAPS.get(self.channel.name, float("inf")):
            self._hold_back(self.wishes[member], fit)
            return None
        is_digest = all(each.is_digest for each in fit)
        envelope = Envelope(
            member_id=member, channel=self.channel.name, is_digest=is_digest, made_at=self.now, try_at=self.now
        )
        for delivery in fit:
            delivery.due_at, delivery.envelope = None, envelope
        return envelope

    def _against(self, delivery: Delivery) -> Reason | None:
        """Why a notice does not go, if something speaks against it."""
        wishes, kind = self.wishes.get(delivery.member_id), kind_of(delivery.notice.kind)
        if delivery.notice.read_at is not None:
            return Reason.READ
        if wishes is None or kind is None or not wants(wishes, kind, self.channel.name):
            return Reason.UNWANTED
        return None if delivery.member_id in self.reached else Reason.UNREACHABLE

    def _hold_back(self, wishes: Wishes, deliveries: Sequence[Delivery]) -> None:
        """It is enough for today."""
        for delivery in deliveries:
            if self.channel.patient:
                delivery.due_at, delivery.is_digest = after_quiet(wishes, next_morning(wishes, self.now)), True
            else:
                delivery.due_at, delivery.left = None, Reason.CAPPED


def _sent_today(channel: Channel, wishes: Mapping[int, Wishes], now: datetime) -> Counter[int]:
    """How many envelopes each member's day has had."""
    lately = Envelope.objects.filter(channel=channel.name, member__in=wishes.keys(), made_at__gt=now - LONGEST_DAY)
    rows = lately.exclude(outcome=Fate.MOOT).values_list("member", "made_at")
    return Counter(member for member, made_at in rows if made_at >= day_begin(wishes[member], now))
