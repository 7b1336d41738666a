"""What a post costs its writer when one member watches the thread and when ten thousand do, in one run.

    python -m benchmarks.notices [watchers]

Measured, the two sizes in turn: the median of a whole request that writes a post; beside it, how long it takes to tell
the same watchers before an answer, as the textbook would. Then the work behind the answer: how many members a second a
round tells, and how many envelopes a second leave by a channel that answers at once. One JSON object a line.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks.stage import number_argument, prepare

prepare()

from django.db import transaction  # noqa: E402 -- after the settings
from django.test import Client  # noqa: E402

from community.discussions.models import Post, Reading, Thread  # noqa: E402
from community.members.models import Member  # noqa: E402
from community.notices import channels  # noqa: E402
from community.notices.actions import tell  # noqa: E402
from community.notices.actions.rounds import tell_next  # noqa: E402
from community.notices.actions.sending import deliver_due  # noqa: E402
from community.notices.channels import Channel, Dispatch, Outcome, register_channel  # noqa: E402
from community.notices.models import Choice, Notice, Round  # noqa: E402
from tests.factories.crowds import make_crowd  # noqa: E402
from tests.factories.discussions import make_thread  # noqa: E402
from tests.factories.members import make_member  # noqa: E402

POSTS = 15  # of each size
WARM_UP = 3  # before those, not counted
SENT = 1000  # envelopes


def answer_at_once(envelopes: Sequence[Dispatch]) -> Iterator[tuple[str, Outcome]]:
    return ((envelope.key, Outcome.SENT) for envelope in envelopes)


def watched_by(members: Sequence[Member]) -> Thread:
    """A thread with its watchers."""
    thread = make_thread()
    Reading.objects.bulk_create(Reading(member=each, thread=thread, stance="watching") for each in members)
    return thread


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def write(thread: Thread, number: int) -> Callable[[], object]:
    """A request that writes a post, by a member who has not written yet."""
    client, writer = Client(), make_member(level=2)
    client.force_login(writer)

    def post() -> None:
        answer = client.post(thread.get_absolute_url(), {"text": f"Elle retarde de {number} secondes."})
        if answer.status_code != 302:
            raise SystemExit(f"The post was refused: {answer.status_code}")

    return post


def tell_before_answering(members: Sequence[Member]) -> None:
    """What the textbook does."""
    with transaction.atomic():
        tell("watched", [each.pk for each in members], key="textbook", data={"post": 0, "thread": 0, "title": ""})


def report(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


def main() -> None:
    number = number_argument(10_000)
    channels._channels.clear()  # noqa: SLF001 -- nothing is to leave this machine
    make_crowd(number)
    members = list(Member.objects.order_by("pk"))
    threads = {1: watched_by(members[:1]), number: watched_by(members)}
    took: dict[int, list[float]] = {size: [] for size in threads}
    for turn in range(WARM_UP + POSTS):
        for size, thread in threads.items():
            spent = seconds(write(thread, turn))
            if turn >= WARM_UP:
                took[size].append(spent * 1000)
    one, many = (statistics.median(took[size]) for size in threads)
    report(what="a post's request", watchers=1, median_ms=round(one, 2))
    report(what="a post's request", watchers=number, median_ms=round(many, 2), ratio=round(many / one, 2))
    textbook = seconds(lambda: tell_before_answering(members)) * 1000
    report(what="told before the answer", watchers=number, ms=round(textbook), ratio=round(textbook / one, 1))
    behind(threads[number], members)


def behind(thread: Thread, members: Sequence[Member]) -> None:
    """The work behind one answer."""
    Notice.objects.all().delete()
    ringing = members[:SENT]
    Choice.objects.bulk_create(Choice(member=each, kind="watched", channel="push", wanted=True) for each in ringing)
    register_channel(Channel("push", "push", set, answer_at_once))
    last = Post.objects.filter(thread=thread).latest("pk")
    begun = Round.objects.get(data__post=last.pk)

    def go_round() -> None:
        while tell_next(begun.pk):
            pass

    pace("told behind the answer", len(members), seconds(go_round))
    channel = channels.channel_of("push")
    assert channel is not None
    pace("sent by a channel", len(ringing), seconds(lambda: deliver_due(channel)))


def pace(what: str, number: int, spent: float) -> None:
    report(what=what, number=number, seconds=round(spent, 2), a_second=round(number / spent))


if __name__ == "__main__":
    main()
