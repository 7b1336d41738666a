"""Saying yes to a gathering, with whom, and not any more; and who of the waiting line gets a seat."""

from datetime import datetime

from django.db import transaction

from community.gatherings import events
from community.gatherings.models import Gathering, Rsvp, RsvpState
from community.gatherings.rules import AnswerRefused, check_open, check_party, served
from community.gatherings.telling import PROMOTED, about
from community.members.models import Member
from community.members.rules import is_confirmed
from community.notices.actions import Telling, tell_all
from realtime import clock
from realtime.announce import announce


def lock_gathering(pk: int) -> Gathering:
    """A gathering's row, locked until the commit: its seats are counted by one at a time.

    Refuses (`AnswerRefused`) one that is gone.
    """
    gathering = Gathering.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if gathering is None:
        raise AnswerRefused("gone")
    return gathering


def lock_member(member: Member) -> Member | None:
    """The member whose account is open, which nobody closes before the commit: no answer outlives an erasure."""
    return Member.objects.select_for_update(no_key=True).filter(pk=member.pk, is_active=True).first()


@transaction.atomic
def answer_gathering(
    gathering: Gathering, *, by: Member, guests: int = 0, shows_name: bool = False, key: str = ""
) -> Rsvp:
    """Say yes: a seat for each of the party while there are enough and nobody waits, else the end of the line.

    A repeat with the same `key` gives the answer as it is now. Refuses (`AnswerRefused`) who is not confirmed or
    suspended, who has answered, a party that is too large, and what is cancelled or closed. Announces `seats`.
    """
    gathering, now = lock_gathering(gathering.pk), clock.now()
    rsvp = gathering.rsvps.filter(member=by).first()
    if rsvp and key and rsvp.key == key:
        return rsvp
    _check_member(by)
    check_open(gathering, now)
    check_party(gathering, guests)
    if rsvp and rsvp.is_in:
        raise AnswerRefused("answered")
    rsvp = rsvp or Rsvp(gathering=gathering, member=by)
    rsvp.guests, rsvp.shows_name, rsvp.key, rsvp.at, rsvp.reminded = guests, shows_name, key, now, None
    if rsvp.party <= gathering.free and not _somebody_waits(gathering):
        _seat(gathering, rsvp, now)
    else:
        _queue(gathering, rsvp)
    rsvp.save()
    _close(gathering)
    return rsvp


@transaction.atomic
def change_party(gathering: Gathering, *, by: Member, guests: int, shows_name: bool) -> Rsvp:
    """Come with more or fewer guests, or show one's name or not; seats that come free go to the line.

    Who has seats gets more only while nobody waits; who waits and becomes more goes to the end of the line. Refuses
    (`AnswerRefused`) what `answer_gathering` does, `no_room`, and who had not said yes. Announces `seats`.
    """
    gathering, now = lock_gathering(gathering.pk), clock.now()
    rsvp = _answer_of(gathering, by)
    _check_member(by)
    check_open(gathering, now)
    check_party(gathering, guests)
    more = guests - rsvp.guests
    if rsvp.state == RsvpState.GOING:
        if more > gathering.free or (more > 0 and _somebody_waits(gathering)):
            raise AnswerRefused("no_room")
        gathering.seats += more
    else:
        gathering.waiting += more
        if more > 0:
            rsvp.place = gathering.last_place = gathering.last_place + 1
    rsvp.guests, rsvp.shows_name = guests, shows_name
    rsvp.save()
    _close(gathering, serve_line(gathering, now))
    rsvp.refresh_from_db()
    return rsvp


@transaction.atomic
def hide_name(gathering: Gathering, *, by: Member) -> None:
    """Show one's name no more: a consent is taken back whenever one likes, long afterwards, too.

    Refuses (`AnswerRefused`) who had not said yes. Announces `seats`, at which open pages ask again who comes.
    """
    gathering = lock_gathering(gathering.pk)
    rsvp = _answer_of(gathering, by)
    rsvp.shows_name = False
    rsvp.save(update_fields=["shows_name"])
    _close(gathering)


@transaction.atomic
def withdraw_answer(gathering: Gathering, *, by: Member) -> Rsvp:
    """Not come after all: the seats go to the waiting line. Possible until it begins, also when answers are closed.

    Refuses (`AnswerRefused`) who had not said yes, and what has begun or is cancelled. Announces `seats`.
    """
    gathering, now = lock_gathering(gathering.pk), clock.now()
    rsvp = _answer_of(gathering, by)
    if gathering.is_cancelled:
        raise AnswerRefused("cancelled")
    if gathering.starts_at <= now:
        raise AnswerRefused("begun")
    if rsvp.state == RsvpState.GOING:
        gathering.seats -= rsvp.party
    else:
        gathering.waiting -= rsvp.party
    rsvp.state, rsvp.place, rsvp.seated_at, rsvp.at = RsvpState.DECLINED, None, None, now
    rsvp.save()
    _close(gathering, serve_line(gathering, now))
    return rsvp


@transaction.atomic
def call_line(gathering: Gathering) -> None:
    """Serve the line again: once answers are closed, smaller parties may pass. Announces `seats` if anybody moved."""
    gathering = lock_gathering(gathering.pk)
    if told := serve_line(gathering, clock.now()):
        _close(gathering, told)


def serve_line(gathering: Gathering, now: datetime) -> list[Telling]:
    """Give free seats to the waiting line, under the gathering's lock; answers what is to be told to whom.

    Writes the answers; the gathering's counters are for the caller to write. Nobody is called once it has begun.
    """
    if not gathering.waiting or not gathering.free or not gathering.is_published or gathering.starts_at <= now:
        return []
    line = list(gathering.rsvps.in_line())
    parties = [rsvp.party for rsvp in line]
    passing = now >= gathering.rsvp_until
    chosen = served(parties, gathering.free, capacity=gathering.capacity, passing=passing)
    seated = [line[position] for position in chosen]
    for rsvp in seated:
        gathering.waiting -= rsvp.party
        _seat(gathering, rsvp, now)
    Rsvp.objects.bulk_update(seated, ["state", "place", "seated_at"])
    return [about(PROMOTED, gathering, [rsvp.member_id for rsvp in seated])] if seated else []


def _somebody_waits(gathering: Gathering) -> bool:
    """Is anybody in the line who could be served? Whose account is suspended keeps nobody else out."""
    return gathering.waiting > 0 and gathering.rsvps.in_line().exists()


def _seat(gathering: Gathering, rsvp: Rsvp, now: datetime) -> None:
    gathering.seats += rsvp.party
    rsvp.state, rsvp.place, rsvp.seated_at = RsvpState.GOING, None, now


def _queue(gathering: Gathering, rsvp: Rsvp) -> None:
    gathering.waiting += rsvp.party
    gathering.last_place += 1
    rsvp.state, rsvp.place = RsvpState.WAITING, gathering.last_place


def _close(gathering: Gathering, told: list[Telling] | None = None) -> None:
    """Write the counters, tell, announce: the end of each of these transactions."""
    gathering.save(update_fields=["seats", "waiting", "last_place"])
    tell_all(*(told or []))
    announce(*events.seats_moved(gathering))


def _answer_of(gathering: Gathering, member: Member) -> Rsvp:
    rsvp = gathering.rsvps.filter(member=member).first()
    if rsvp is None or not rsvp.is_in:
        raise AnswerRefused("not_in")
    return rsvp


def _check_member(by: Member) -> None:
    """As the account is now, not as it was when the page was opened; it stays so until the commit."""
    if lock_member(by) is None:
        raise AnswerRefused("suspended")
    if not is_confirmed(by):
        raise AnswerRefused("email_unconfirmed")
