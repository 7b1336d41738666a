"""Silence and suspension, each beside its inverse: for a time or for good, with a reason and a mail."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from community.mail.letters import Letter, send_letter
from community.members.actions import NotBanned, ban_member, lapse_bans, unban_member
from community.members.models import Ban, Member
from community.moderation.actions.audit import record
from community.moderation.models import Silence
from community.moderation.rules import may_moderate, may_sanction
from realtime import clock

LONGEST_REASON = 300
MOST_DAYS = 3650


class CannotSanction(Exception):
    """Not this member, or not by this one."""


class NeedsReason(Exception):
    """A sanction without a reason, or with one longer than 300 characters."""


class NotSanctioned(Exception):
    """There is nothing in force to lift."""


@transaction.atomic
def silence_member(member: Member, *, by: Member, reason: str, days: int | None) -> Silence:
    """Let a member read and not write, for some days or (None) for good; the last word counts. Mails after the commit.

    Refuses (`CannotSanction`) colleagues and oneself, and (`NeedsReason`) a silence without a reason.
    """
    reason = _check(member, by, reason, days)
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    _end_silence(member.pk, by)
    silence = _silence(member, reason, timedelta(days=days) if days else None, by=by)
    record("member.silenced", by=by, about_id=member.pk, reason=reason, days=days)
    return silence


def silence_automatically(member: Member, duration: timedelta) -> None:
    """Silence a newcomer whom several members flagged, until the team has looked; a silence in force stays."""
    with translation.override(member.language):
        reason = _("Plusieurs membres ont signalé tes messages ; l’équipe les relit.")
    Silence.objects.filter(member=member, lifted_at=None, until__lte=Now()).update(lifted_at=F("until"))
    if Silence.objects.filter(member=member, lifted_at=None).exists():
        return
    try:
        with transaction.atomic():
            _silence(member, reason, duration, by=None)
    except IntegrityError:
        return  # flags on two of their posts at once: the other one did it
    record("member.silenced", by=None, about_id=member.pk, reason=reason, days=duration.days)


@transaction.atomic
def lift_silence(member: Member, *, by: Member) -> None:
    """Let a member write again, with a mail. Refuses (`NotSanctioned`) where there is no silence in force."""
    _check_moderator(by)
    if not _end_silence(member.pk, by):
        raise NotSanctioned
    record("member.unsilenced", by=by, about_id=member.pk)
    _mail("silence_lifted", member)


@transaction.atomic
def suspend_member(member: Member, *, by: Member, reason: str, days: int | None) -> Ban:
    """Keep a member out for some days or (None) for good: sessions end, sockets close. Mails after the commit.

    Refuses (`CannotSanction`) colleagues, oneself and who is suspended already, and (`NeedsReason`) no reason.
    """
    reason = _check(member, by, reason, days)
    lapse_bans()
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if Ban.objects.filter(member=member, lifted_at=None).exists():
        raise CannotSanction
    until = clock.now() + timedelta(days=days) if days else None
    ban = ban_member(member, by=by, reason=reason, until=until)
    record("member.suspended", by=by, about_id=member.pk, reason=reason, days=days)
    _mail("suspended", member, reason=reason, until=until)
    return ban


@transaction.atomic
def lift_suspension(member: Member, *, by: Member) -> None:
    """Let a suspended member in again, with a mail. Refuses (`NotSanctioned`) where nothing is in force."""
    _check_moderator(by)
    try:
        unban_member(member, by=by)
    except NotBanned as error:
        raise NotSanctioned from error
    record("member.unsuspended", by=by, about_id=member.pk)
    _mail("suspension_lifted", member)


def _check_moderator(by: Member) -> None:
    if not may_moderate(by):
        raise CannotSanction


def _check(member: Member, by: Member, reason: str, days: int | None) -> str:
    """The reason on one line, if this sanction may be."""
    _check_moderator(by)
    if not may_sanction(by, member) or (days is not None and not 1 <= days <= MOST_DAYS):
        raise CannotSanction
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise NeedsReason
    return reason


def _silence(member: Member, reason: str, duration: timedelta | None, *, by: Member | None) -> Silence:
    silence = Silence.objects.create(
        member=member, reason=reason, by=by, is_automatic=by is None, until=Now() + duration if duration else None
    )
    silence.refresh_from_db(fields=["at", "until"])
    _mail("silenced", member, reason=reason, until=silence.until)
    return silence


def _end_silence(member_id: int, by: Member | None) -> int:
    """End the silence in force, and file one that has lapsed; answer how many were in force."""
    rows = Silence.objects.filter(member=member_id, lifted_at=None)
    rows.filter(until__lte=Now()).update(lifted_at=F("until"))
    return rows.update(lifted_at=Now(), lifted_by=by)


def _mail(name: str, member: Member, **context: Any) -> None:
    """Write to a member once the transaction is committed. A mail that fails is logged and undoes nothing."""
    letter = Letter("", f"moderation/{name}", context)
    transaction.on_commit(partial(send_letter, member, letter), robust=True)
