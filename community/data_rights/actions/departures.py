"""Leaving for good: asked, called off within twelve hours, or carried out in steps that may be done twice."""

import logging

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Now
from django.utils.functional import Promise

from community.data_rights import telling
from community.data_rights.models import Departure
from community.data_rights.queries import departure_refusal
from community.data_rights.rules import DELAY
from community.mail.letters import Letter, Reader, send_letter
from community.members.actions.accounts import end_sessions
from community.members.actions.departing import close_account, draw_tombstone
from community.members.models import FormerHandle, Member
from community.personal.actions import erase_entry
from community.personal.registry import Leaving, Personal, entries
from realtime import clock

# By them the traces in all other tables are found, also by a worker who begins again.
FOUND_BY = frozenset({"account.EmailAddress", "members.FormerHandle", "members.Member"})

logger = logging.getLogger("community.data_rights.actions")


class DepartureRefused(Exception):
    """The member cannot leave now; its text says why and who can help."""


class CannotCallOff(Exception):
    """Nothing was asked, or it has begun."""


@transaction.atomic
def ask_departure(member: Member, *, takes_words: bool) -> Departure:
    """Note that a member wants to be erased in twelve hours; a mail says how to call it off.

    Asked again, the last word about the words counts, the hour stays. Refuses (`DepartureRefused`) staff and whom a
    part objects to.
    """
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if refusal := departure_refusal(locked):
        raise DepartureRefused(refusal)
    known = Departure.objects.select_for_update().filter(member=locked, called_off_at=None).first()
    if known is not None:
        Departure.objects.filter(pk=known.pk, begun_at=None).update(takes_words=takes_words)
        return known
    departure = Departure.objects.create(
        member=locked, takes_words=takes_words, tombstone=draw_tombstone(), due_at=clock.now() + DELAY
    )
    _write(telling.reader_of(locked), telling.departure_asked(departure.due_at))
    return departure


@transaction.atomic
def call_off_departure(member: Member) -> None:
    """Stay after all. Refuses (`CannotCallOff`) once it has begun: whoever writes the row first has the last word."""
    waiting = Departure.objects.filter(member=member, called_off_at=None, begun_at=None)
    if not waiting.update(called_off_at=Now()):
        raise CannotCallOff
    _write(telling.reader_of(member), telling.departure_called_off())


def carry_out(departure_id: int) -> None:
    """Erase a member whose hour has come, table by table; what an earlier, killed worker did is found done.

    The account is shut first and its own row blanked last. An objection that has come up since calls it off.
    """
    leaving = _begin(departure_id)
    if leaving is None:
        return
    *others, last = _in_order()
    for entry in others:
        erase_entry(entry, leaving)
    _finish(departure_id, last, leaving)


def erase_again(member_id: int) -> bool:
    """Erase a member whom a restored backup has brought back, words and all, without asking or waiting.

    Which of the two they had chosen is lost with the rest, so nothing is left. Answers whether there was anybody.
    """
    member = Member.objects.filter(pk=member_id, erased_at=None).first()
    if member is None:
        return False
    departure, _is_new = Departure.objects.update_or_create(
        member=member,
        called_off_at=None,
        defaults={"takes_words": True, "due_at": clock.now(), "begun_at": Now()},
        create_defaults={"takes_words": True, "due_at": clock.now(), "begun_at": Now(), "tombstone": draw_tombstone()},
    )
    carry_out(departure.pk)
    return True


@transaction.atomic
def _begin(departure_id: int) -> Leaving | None:
    """Shut the account, and say by what its traces are found; None where there is nothing to do (any more)."""
    departure = Departure.objects.select_for_update().filter(pk=departure_id, called_off_at=None, done_at=None).first()
    if departure is None or departure.due_at > clock.now():
        return None
    member = Member.objects.select_for_update(no_key=True).get(pk=departure.member_id)
    if departure.begun_at is None:
        if refusal := departure_refusal(member):
            _call_off(departure, member, refusal)
            return None
        Departure.objects.filter(pk=departure.pk).update(begun_at=Now())
    close_account(member.pk)
    end_sessions(member)
    former = FormerHandle.objects.filter(member=member).values_list("handle", flat=True)
    addresses = {member.email, *EmailAddress.objects.filter(user=member).values_list("email", flat=True)}
    return Leaving(
        member_id=member.pk,
        handles=(member.handle, *former),
        addresses=tuple(sorted(addresses)),
        tombstone=departure.tombstone,
        takes_words=departure.takes_words,
    )


def _call_off(departure: Departure, member: Member, refusal: str | Promise) -> None:
    Departure.objects.filter(pk=departure.pk).update(called_off_at=Now())
    _write(telling.reader_of(member), telling.departure_refused(refusal))


def _in_order() -> list[Personal]:
    """Every table, those that hold the member's names last, their own row after all others."""
    return sorted(entries(), key=lambda entry: entry.label in FOUND_BY)


@transaction.atomic
def _finish(departure_id: int, last: Personal, leaving: Leaving) -> None:
    """Blank the member's own row and note that it is done, in one; the last letter goes out afterwards."""
    member = Member.objects.get(pk=leaving.member_id)
    reader = telling.reader_of(member)
    erase_entry(last, leaving)
    Departure.objects.filter(pk=departure_id).update(done_at=Now())
    _write(reader, telling.departure_done())
    # Named by a number that leads nowhere: it is what is erased again after a backup was restored.
    transaction.on_commit(lambda: logger.warning("member %s was erased", leaving.member_id))


def _write(reader: Reader, letter: Letter) -> None:
    """Write once the transaction is committed. A mail that fails is logged and undoes nothing."""

    def send() -> None:
        send_letter(reader, letter)

    transaction.on_commit(send, robust=True)
