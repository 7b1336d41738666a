"""What is known of members' devices."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from community.push.models import PushSubscription

BUSY = 429


@dataclass(frozen=True, slots=True)
class Device:
    """A device as its owner sees it on the page."""

    pk: int
    label: str
    made_at: datetime
    last_ok_at: datetime | None
    rang_at: datetime | None
    failing_since: datetime | None
    answer: int

    @property
    def worked_at(self) -> datetime | None:
        """When it last worked, as far as is known: it rang, or at least its service took something."""
        return max((moment for moment in (self.rang_at, self.last_ok_at) if moment), default=None)

    @property
    def has_rung(self) -> bool:
        """Whether what it was given last was also shown: a device says so of a test."""
        return self.rang_at is not None and self.rang_at == self.worked_at

    @property
    def is_refused(self) -> bool:
        """Whether its service answered, and did not want it."""
        return self.failing_since is not None and 300 <= self.answer < 500 and self.answer != BUSY


def devices_of(member_id: int) -> list[Device]:
    """A member's devices, in the order in which they came. One query."""
    names = ("pk", "label", "made_at", "last_ok_at", "rang_at", "failing_since", "answer")
    return [Device(*row) for row in PushSubscription.objects.of(member_id).values_list(*names)]


def reachable(member_ids: Collection[int]) -> set[int]:
    """Which of these members have a device. One query."""
    found = PushSubscription.objects.filter(member_id__in=member_ids)
    return set(found.order_by().values_list("member_id", flat=True).distinct())


def subscriptions_of(member_ids: Collection[int]) -> dict[int, list[PushSubscription]]:
    """The devices to ring, by member. One query."""
    found: dict[int, list[PushSubscription]] = defaultdict(list)
    for device in PushSubscription.objects.filter(member_id__in=member_ids).order_by("pk"):
        found[device.member_id].append(device)
    return found
