"""Sending what is packed: committed before, marked after, again under the same key when in doubt."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import override

from community.notices.actions.packing import pack_due
from community.notices.channels import Channel, Dispatch, Line, Outcome
from community.notices.kinds import Told, kind_of
from community.notices.models import Envelope, Fate
from community.notices.queries import told_in, visible_of, wishes_of
from community.notices.rules import MOST_TRIES, Wishes, after_quiet, pause_after
from realtime import clock

logger = logging.getLogger("community.notices")

AT_ONCE = 100
# Who has envelopes in hand says so at least this often, or they are taken by another.
IN_HAND = timedelta(minutes=5)
SIGN_EVERY = timedelta(minutes=1)


def deliver_due(channel: Channel, now: Callable[[], datetime] = clock.now) -> None:
    """Pack and send all that is due by a channel. Several may do so at once, and any of them may be killed."""
    while pack_due(channel, now()) + send_ready(channel, now):
        pass


def send_ready(channel: Channel, now: Callable[[], datetime] = clock.now) -> int:
    """Send some of the envelopes whose time has come; answers how many were taken in hand."""
    taken = take_in_hand(channel, now())
    letters = _letters(channel, taken, now())
    by_key = {each.key.hex: each for each in taken}
    waiting = set(letters)
    signed = now()
    for key, outcome in _outcomes(channel, list(letters.values())):
        settle(by_key[key], outcome, now())
        waiting.discard(key)
        if now() - signed > SIGN_EVERY:
            signed = now()
            Envelope.objects.filter(key__in=waiting).update(try_at=signed + IN_HAND)
    return len(taken)


@transaction.atomic
def take_in_hand(channel: Channel, now: datetime) -> list[Envelope]:
    """Some envelopes that nobody else has in hand; each taking counts as a try."""
    ready = Envelope.objects.filter(channel=channel.name, try_at__lte=now).select_related("member")
    taken = list(ready.select_for_update(skip_locked=True, of=("self",)).order_by("try_at", "pk")[:AT_ONCE])
    Envelope.objects.filter(pk__in=[each.pk for each in taken]).update(try_at=now + IN_HAND, tries=F("tries") + 1)
    for each in taken:
        each.tries += 1
    return taken


def settle(envelope: Envelope, outcome: Outcome, now: datetime) -> None:
    """Mark what became of an envelope; what is to go later does so after a longer pause each time, and not for ever."""
    pause = pause_after(envelope.tries)
    if outcome == Outcome.LATER and pause:
        _mark(envelope, try_at=now + pause)
    elif outcome == Outcome.LATER:
        logger.warning("notices.given_up", extra={"channel": envelope.channel, "envelope": envelope.key.hex})
        _mark(envelope, try_at=None, outcome=Fate.GIVEN_UP)
    elif outcome == Outcome.GONE:
        _mark(envelope, try_at=None, outcome=Fate.GONE)
    else:
        _mark(envelope, try_at=None, outcome=Fate.SENT, sent_at=now)


def _mark(envelope: Envelope, **values: object) -> None:
    Envelope.objects.filter(pk=envelope.pk).update(**values)


def _letters(channel: Channel, taken: Sequence[Envelope], now: datetime) -> dict[str, Dispatch]:
    """What the envelopes say now, by key. Who has nothing left to say ends here, whoever it is night for waits."""
    told = told_in(taken)
    wishes = wishes_of({each.member_id for each in taken}, ())
    letters = {}
    for envelope in taken:
        try:
            letter = _letter(envelope, told[envelope.pk], wishes.get(envelope.member_id), now)
        except Exception:  # one notice whose kind fails must not stop the others
            logger.exception("notices.unspeakable", extra={"envelope": envelope.key.hex})
            settle(envelope, Outcome.LATER, now)
            continue
        if letter:
            letters[letter.key] = letter
    return letters


def _letter(envelope: Envelope, told: Sequence[Told], wishes: Wishes | None, now: datetime) -> Dispatch | None:
    if envelope.tries > MOST_TRIES:  # it has killed whoever had it in hand, each time
        settle(envelope, Outcome.LATER, now)
        return None
    seen = visible_of(told, envelope.member) if wishes else set()
    kinds = [(each, kind) for each in told if each.pk in seen and (kind := kind_of(each.kind))]
    if wishes is None or not kinds:
        _mark(envelope, try_at=None, outcome=Fate.MOOT)
        return None
    if (morning := after_quiet(wishes, now)) > now and not any(kind.urgent for _told, kind in kinds):
        _mark(envelope, try_at=morning, tries=F("tries") - 1)
        return None
    with override(envelope.member.language):
        lines = tuple(Line(kind.name, kind.sentence(each), _url_of(each), each.at) for each, kind in kinds)
    return Dispatch(envelope.key.hex, envelope.member, lines, envelope.is_digest)


def _url_of(told: Told) -> str:
    return f"{settings.SITE_URL}{reverse('notices:notice', args=[told.pk])}"


def _outcomes(channel: Channel, letters: Sequence[Dispatch]) -> Iterator[tuple[str, Outcome]]:
    """What the channel says of each. Where it breaks, each that is left is tried alone, so that one stops no other."""
    left = {letter.key: letter for letter in letters}
    try:
        for key, outcome in channel.send(letters) if letters else ():
            if left.pop(key, None):
                yield key, outcome
    except Exception:  # whatever a channel of another part may raise
        logger.exception("notices.channel_failed", extra={"channel": channel.name})
        if len(letters) > 1:
            for letter in left.values():
                yield from _outcomes(channel, [letter])
            return
    for key in left:
        yield key, Outcome.LATER
