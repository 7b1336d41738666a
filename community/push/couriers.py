"""Many pushes at once: a few threads for each push service, so that one which is silent delays no other."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from functools import cache, partial

from community.outgoing.addresses import AddressRefused
from community.outgoing.answers import NO_ANSWER, REFUSED
from community.push.delivery import NOT_TRIED, Answer, Push, deliver
from community.push.endpoints import service_of

THREADS = 8  # a service
PATIENCE = 8  # silences in a row until a service is left alone
PAUSE = 60.0  # seconds
GRACE = 1.0  # seconds without an answer from anybody, after which nobody waits for the others

WhenLate = Callable[[Push, Answer], None]


class Service:
    """One push service as this process knows it: its threads, and whether it answers at all."""

    def __init__(self, name: str) -> None:
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix=f"push {name}")
        self._silences = 0  # several threads count; near enough is good enough
        self._silent_until = 0.0

    def send(self, push: Push, now: datetime) -> Answer:
        """Deliver, unless the service has been silent so often that no device is to blame."""
        if time.monotonic() < self._silent_until:
            return Answer(NOT_TRIED)
        answer = deliver(push, now)
        self._silences = self._silences + 1 if answer.status == NO_ANSWER else 0
        if self._silences >= PATIENCE:  # and after the pause one more silence is enough
            self._silent_until = time.monotonic() + PAUSE
        return answer


def send_all(pushes: Iterable[Push], now: datetime, when_late: WhenLate) -> Iterator[tuple[Push, Answer]]:
    """Send to each device apart, and give each answer when it is there; devices that failed before come last.

    Once nobody has answered for a moment, nobody waits for who is left: `NOT_TRIED` for now, and `when_late` hears in a
    thread of its own what became of it.
    """
    waiting: dict[Future[Answer], Push] = {}
    for push in sorted(pushes, key=lambda push: push.device.tries > 0):
        try:
            service = service_called(service_of(push.device.endpoint))
        except AddressRefused:
            yield push, Answer(REFUSED)
        else:
            waiting[service.threads.submit(service.send, push, now)] = push
    try:
        while waiting:
            answered = wait(waiting, timeout=GRACE, return_when=FIRST_COMPLETED).done
            if not answered:
                break
            for future in answered:
                yield waiting.pop(future), future.result()
        while waiting:
            future, push = waiting.popitem()
            if not future.cancel():
                future.add_done_callback(partial(_hear, when_late, push))
            yield push, Answer(NOT_TRIED)
    finally:
        for future in waiting:
            future.cancel()  # whoever asked has gone


def _hear(when_late: WhenLate, push: Push, future: Future[Answer]) -> None:
    when_late(push, future.result())


@cache
def service_called(name: str) -> Service:
    """The service of that entry of `PUSH_SERVICES`, one for the process."""
    return Service(name)
