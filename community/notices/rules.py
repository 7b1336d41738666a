"""When and where a member is told. Pure: what they chose, a kind, a moment; all moments are aware."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count

from community.members.zones import HOME, zone_of
from community.notices.channels import Channel
from community.notices.kinds import APP, TO_COME, NoticeKind
from community.notices.models import Digest, Rhythm

DIGEST_HOUR = time(8)
MOST_TRIES = 6
FIRST_PAUSE = timedelta(minutes=1)  # before the second try; then four times as long each


@dataclass(frozen=True, slots=True)
class Wishes:
    """How one member wants to be told. `choices` has what differs from the kinds' defaults, by kind and channel."""

    zone: str = HOME
    quiet: tuple[time, time] | None = None
    digest: Digest = Digest.NEVER
    delay: timedelta = timedelta(minutes=Rhythm.DELAY)
    choices: Mapping[tuple[str, str], bool] = field(default_factory=dict)


def wants(wishes: Wishes, kind: NoticeKind, channel: str) -> bool:
    """Is the member to be told of this kind there?"""
    if channel == APP and kind.always:
        return True
    return wishes.choices.get((kind.name, channel), channel in kind.by_default and takes_new(wishes, channel))


def takes_new(wishes: Wishes, channel: str) -> bool:
    """Do kinds that the member has not seen yet reach them there, where the house suggests it?"""
    return wishes.choices.get((TO_COME, channel), True)


def is_quiet(wishes: Wishes, now: datetime) -> bool:
    """Is it one of the member's quiet hours? The first minute is, the last is not; over midnight, too."""
    if wishes.quiet is None:
        return False
    begin, end = wishes.quiet
    shown = now.astimezone(zone_of(wishes.zone)).time()
    return begin <= shown < end if begin < end else shown >= begin or shown < end


def after_quiet(wishes: Wishes, moment: datetime) -> datetime:
    """This moment, or the end of the quiet hours it falls into."""
    while wishes.quiet and is_quiet(wishes, moment):
        moment = next(_showings(wishes.quiet[1], wishes.zone, moment))
    return moment


def next_morning(wishes: Wishes, now: datetime, digest: Digest = Digest.DAILY) -> datetime:
    """When the next digest goes: at eight in the member's zone, every day or on Mondays."""
    zone = zone_of(wishes.zone)
    mornings = _showings(DIGEST_HOUR, wishes.zone, now)
    return next(each for each in mornings if digest != Digest.WEEKLY or each.astimezone(zone).weekday() == 0)


def due_at(kind: NoticeKind, channel: Channel, wishes: Wishes, now: datetime) -> datetime:
    """When something told now goes by a channel: at once if it is urgent, else after the delay and the quiet hours."""
    if kind.urgent:
        return now
    return after_quiet(wishes, _gathered(wishes, now) if channel.patient else now)


def _gathered(wishes: Wishes, now: datetime) -> datetime:
    return now + wishes.delay if wishes.digest == Digest.NEVER else next_morning(wishes, now, wishes.digest)


def is_for_digest(kind: NoticeKind, channel: Channel, wishes: Wishes) -> bool:
    """Does it wait for the member's digest?"""
    return channel.patient and not kind.urgent and wishes.digest != Digest.NEVER


def day_begin(wishes: Wishes, now: datetime) -> datetime:
    """When the member's day began, which the caps count."""
    zone = zone_of(wishes.zone)
    return datetime.combine(now.astimezone(zone).date(), time.min, zone).astimezone(UTC)


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries came to nothing; None: no more of them."""
    return FIRST_PAUSE * 4 ** (tries - 1) if tries < MOST_TRIES else None


def _showings(shown: time, zone: str, after: datetime) -> Iterator[datetime]:
    """The moments after that one at which the clocks of a zone show a time: one a day, the first if there are two.

    A time that the spring leaves out comes as much later as the clocks are put on.
    """
    place = zone_of(zone)
    today = after.astimezone(place).date()
    for days in count():
        for fold in (0, 1):
            moment = datetime.combine(today + timedelta(days), shown.replace(fold=fold), place).astimezone(UTC)
            if moment > after:
                yield moment
                break
