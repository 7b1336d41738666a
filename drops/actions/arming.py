"""What the drop team does to a drop: arm it, stop it, speak about it. Each verb stands beside its inverse."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.members.models import Member
from drops import events
from drops.actions.holds import database
from drops.actions.settlement import settle
from drops.chain import opening_head
from drops.models import Claim, Drop, Hold, Phase, Piece
from drops.rounds import answer_of
from realtime import clock
from realtime.announce import Step, announce

NOTICE = timedelta(minutes=10)  # between the announcement and the opening, so that everybody has the same chance


class CannotArm(ValidationError):
    """What is missing, one sentence each."""


class NotNow(Exception):
    """The drop is in a phase in which this makes no sense."""


@transaction.atomic
def arm_drop(drop: Drop, *, by: Member | None) -> None:
    """Fix a drop: number its pieces, begin its chain, announce it now or at the hour it names.

    Refuses with `CannotArm` what is incomplete or opens within ten minutes of its announcement (a rehearsal may), and
    with `NotNow` what is armed or cancelled. Announces `schedule`, unless the announcement is for later.
    """
    drop, now = _lock(drop), clock.now()
    if drop.is_armed or drop.cancelled_at is not None:
        raise NotNow
    drop.announced_at = max(now, drop.announced_at or now)
    if missing := missing_facts(drop):
        raise CannotArm(missing)
    drop.armed_at, drop.armed_by, drop.head = now, by, opening_head(drop.code)
    drop.save(update_fields=["announced_at", "armed_at", "armed_by", "head"])
    Piece.objects.bulk_create(Piece(drop=drop, number=number) for number in range(1, drop.total + 1))
    announce(*(events.schedule_changed(drop) if drop.is_public(now) else []))


@transaction.atomic
def disarm_drop(drop: Drop) -> None:
    """Seal an armed drop again, so that its facts can be changed. Refuses with `NotNow` once it has opened.

    Announces `schedule` if it had been announced.
    """
    drop, now = _lock(drop), clock.now()
    if drop.phase(now) not in {Phase.SEALED, Phase.ANNOUNCED} or not drop.is_armed:
        raise NotNow
    steps = events.schedule_changed(drop) if drop.is_public(now) else []
    drop.pieces.all().delete()
    drop.armed_at = drop.armed_by = drop.announced_at = drop.paused_at = None
    drop.head = ""
    drop.save(update_fields=["armed_at", "armed_by", "announced_at", "paused_at", "head"])
    announce(*steps)


def missing_facts(drop: Drop) -> list[str]:
    """What keeps a drop from being armed, one sentence each."""
    sentences = []
    if not drop.price:
        sentences.append(_("Le prix manque."))
    if not drop.opens_at or not drop.closes_at:
        sentences.append(_("L’ouverture et la fermeture doivent être fixées."))
    elif drop.closes_at <= drop.opens_at:
        sentences.append(_("La fermeture doit suivre l’ouverture."))
    if not drop.watch.pictures.exists():
        sentences.append(_("La montre n’a pas encore d’image."))
    if not (drop.statement or drop.watch.statement):
        sentences.append(_("Il manque une phrase qui dise pourquoi cette montre."))
    if drop.opens_at and drop.announced_at and drop.opens_at - drop.announced_at < _notice(drop):
        sentences.append(_("L’ouverture doit suivre l’annonce d’au moins dix minutes."))
    return sentences


def _notice(drop: Drop) -> timedelta:
    return timedelta(milliseconds=1) if drop.rehearsal else NOTICE


@transaction.atomic
def pause_drop(drop: Drop) -> None:
    """Take no more claims and give no more pieces; holds keep their time and may be confirmed. Announces `phase`.

    Refuses with `NotNow` a drop that is over, not armed or paused already.
    """
    drop, now = _lock(drop), clock.now()
    if drop.is_paused or not _is_under_way(drop, now):
        raise NotNow
    drop.paused_at = now
    drop.save(update_fields=["paused_at"])
    _announce_phase(drop, now)


@transaction.atomic
def resume_drop(drop: Drop) -> None:
    """End a pause and serve who waits. Refuses with `NotNow` what is not paused. Announces `phase`, and what
    `settle_drop` does."""
    drop, now = _lock(drop), clock.now()
    if not drop.is_paused:
        raise NotNow
    drop.paused_at = None
    drop.save(update_fields=["paused_at"])
    served = settle(database(), [drop.code]).steps
    _announce_phase(drop, now, served)


@transaction.atomic
def cancel_drop(drop: Drop, *, reason: str) -> None:
    """End a drop for good: holds are released, claims without an order withdrawn; orders stay, to be settled by hand.

    Refuses with `NotNow` what is closed or cancelled. Announces `phase`, and each member's `claim.changed`.
    """
    drop, now = _lock(drop), clock.now()
    if drop.phase(now) in {Phase.CLOSED, Phase.CANCELLED}:
        raise NotNow
    was_public = drop.is_public(now)
    drop.cancelled_at, drop.cancelled_reason = now, reason
    drop.save(update_fields=["cancelled_at", "cancelled_reason"])
    drop.holds.filter(state=Hold.State.LIVE).update(state=Hold.State.RELEASED)
    ended = list(drop.claims.filter(status__in=[Claim.Status.WAITING, Claim.Status.ALLOCATED]))
    for claim in ended:
        claim.status, claim.granted = Claim.Status.WITHDRAWN, 0
    Claim.objects.bulk_update(ended, ["status", "granted"], batch_size=1000)
    announce(
        *(events.phase_moved(drop) if was_public else []),
        *(events.claim_changed(claim.member_id, answer_of(drop.code, claim)) for claim in ended),
    )


@transaction.atomic
def set_message(drop: Drop, *, message: str) -> None:
    """Say a sentence to everybody on the drop's page, or none any more. Announces `message` once it is announced.

    Refuses with `NotNow` a drop that is over or not armed.
    """
    drop, now = _lock(drop), clock.now()
    if not _is_under_way(drop, now):
        raise NotNow
    drop.message = message
    drop.save(update_fields=["message"])
    announce(*(events.message_set(drop) if drop.is_public(now) else []))


def _lock(drop: Drop) -> Drop:
    """The drop as it is under its lock."""
    return Drop.objects.select_for_update(of=("self",)).get(pk=drop.pk)


def _is_under_way(drop: Drop, now: datetime) -> bool:
    return drop.is_armed and drop.phase(now) in {Phase.SEALED, Phase.ANNOUNCED, Phase.OPEN, Phase.SOLD_OUT}


def _announce_phase(drop: Drop, now: datetime, more: Sequence[Step] = ()) -> None:
    """Tell of the change, unless the drop is sealed: then there is nobody who may know."""
    announce(*(events.phase_moved(drop) if drop.is_public(now) else []), *more)
