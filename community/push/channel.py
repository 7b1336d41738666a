"""The channel `push`: an envelope goes to each of its member's devices, and each of them fails apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections
from django.utils.translation import gettext_lazy as _

from community.notices.channels import Channel, Dispatch, Outcome
from community.notices.kinds import PUSH
from community.push import actions, messages, queries
from community.push.couriers import send_all
from community.push.delivery import Answer, Push
from realtime import clock


@dataclass(slots=True)
class _Tally:
    """How far one envelope is: devices that have it, that rest, that were asked and have not answered yet."""

    reached: int
    resting: int
    waiting: int
    failed: int = 0

    def count(self, answer: Answer) -> None:
        self.waiting -= 1
        self.reached += answer.is_accepted
        self.failed += not (answer.is_accepted or answer.is_gone)

    @property
    def outcome(self) -> Outcome:
        """Who failed just now gets it again, and it alone; who rests is waited for only when nobody has it."""
        if self.failed or (self.resting and not self.reached):
            return Outcome.LATER
        return Outcome.SENT if self.reached else Outcome.GONE


def send(envelopes: Sequence[Dispatch]) -> Iterator[tuple[str, Outcome]]:
    """Send envelopes to the devices that have not got them; each is told of as soon as its devices have answered."""
    now = clock.now()
    devices = queries.subscriptions_of({envelope.member.pk for envelope in envelopes})
    tallies: dict[str, _Tally] = {}
    pushes = []
    for envelope in envelopes:
        mine = devices.get(envelope.member.pk, [])
        missing = [device for device in mine if UUID(envelope.key) not in device.got]
        due = [device for device in missing if not device.is_resting(now)]
        tallies[envelope.key] = tally = _Tally(len(mine) - len(missing), len(missing) - len(due), len(due))
        pushes += [messages.of_envelope(envelope, device) for device in due]
        if not due:
            yield envelope.key, tally.outcome
    for push, answer in send_all(pushes, now, _note_late):
        actions.note_answer(push.device, answer, key=push.topic, now=now)
        tally = tallies[push.topic]
        tally.count(answer)
        if not tally.waiting:
            yield push.topic, tally.outcome


def _note_late(push: Push, answer: Answer) -> None:
    """An answer that nobody waited for: the envelope goes again, and then past a device that has it."""
    try:
        actions.note_answer(push.device, answer, key=push.topic, now=clock.now())
    finally:
        connections.close_all()  # this is a thread of the couriers


CHANNEL = Channel(PUSH, _("Sur tes appareils"), queries.reachable, send)
