"""Rehearsals: a copy of a drop, the accounts that play its rush, and the broom that takes both away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import salted_hmac

from community.members.models import Member
from drops.actions.arming import arm_drop
from drops.audiences import REHEARSAL_DOMAIN
from drops.models import Claim, Drop, Hold, Order, Piece
from realtime import clock
from realtime.announce import Step, announce, hint
from realtime.models import Event, Topic

OPEN_FOR = timedelta(hours=1)
SESSION_AGE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Player:
    """A marked account, signed in by a session that no form made."""

    member_id: int
    handle: str
    session: str


@dataclass(frozen=True, slots=True)
class Swept:
    drops: int
    accounts: int


@transaction.atomic
def prepare_rehearsal(source: Drop, *, opens_at: datetime, players: int, pieces: int | None = None) -> Drop:
    """Copy a drop under a new code, announced at once, with as many accounts as shall play.

    Refuses with `CannotArm` what is incomplete. Announces `phase` to whoever may see rehearsals.
    """
    copy = Drop(
        universe=source.universe,
        watch=source.watch,
        statement=source.statement,
        mode=source.mode,
        total=pieces or source.total,
        per_member=source.per_member,
        price=source.price,
        retail_price=source.retail_price,
        opens_at=opens_at,
        closes_at=opens_at + OPEN_FOR,
        rehearsal=True,
    )
    copy.save()
    _enlist(copy.code, players)
    arm_drop(copy, by=None)
    copy.refresh_from_db()
    return copy


def _enlist(code: str, number: int) -> None:
    """Marked accounts: confirmed, old enough to claim, without a password and without a mailbox."""
    now = clock.now()
    members = [
        Member(
            handle=f"repetition-{code.lower()}-{serial}",
            email=f"repetition-{code.lower()}-{serial}@{REHEARSAL_DOMAIN}",
            date_joined=now - settings.CLAIM_ACCOUNT_AGE - timedelta(days=1),
        )
        for serial in range(1, number + 1)
    ]
    for member in members:
        member.set_unusable_password()
    members = Member.objects.bulk_create(members)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, primary=True, verified=True) for member in members
    )
    Session.objects.bulk_create(_session(member, now + SESSION_AGE) for member in members)


def _session(member: Member, expires: datetime) -> Session:
    signed_in = {
        SESSION_KEY: str(member.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: member.get_session_auth_hash(),
    }
    return Session(
        session_key=session_key(member.handle), session_data=SessionStore().encode(signed_in), expire_date=expires
    )


def session_key(handle: str) -> str:
    """The session of a marked account: whoever has the house's secret key finds it again, nobody else."""
    return salted_hmac("drops.rehearsals", handle, algorithm="sha256").hexdigest()[:32]


def players_of(drop: Drop) -> list[Player]:
    """The accounts that were made for a rehearsal."""
    members = Member.objects.filter(
        handle__startswith=f"repetition-{drop.code.lower()}-", email__endswith=f"@{REHEARSAL_DOMAIN}"
    )
    return [Player(member.pk, member.handle, session_key(member.handle)) for member in members.order_by("pk")]


@transaction.atomic
def sweep_rehearsals() -> Swept:
    """Take away all rehearsals, whoever claimed in them, and all marked accounts. Announces `phase` of `drops`."""
    drops = list(Drop.objects.select_for_update().filter(rehearsal=True).order_by("pk"))
    Hold.objects.filter(drop__in=drops).delete()
    Order.objects.filter(claim__drop__in=drops).delete()
    Claim.objects.filter(drop__in=drops).delete()
    Piece.objects.filter(drop__in=drops).delete()
    Drop.objects.filter(pk__in=[drop.pk for drop in drops]).delete()
    members = Member.objects.filter(email__endswith=f"@{REHEARSAL_DOMAIN}")
    handles = dict(members.values_list("pk", "handle"))
    Session.objects.filter(session_key__in=map(session_key, handles.values())).delete()
    members.delete()
    topics = [f"drop:{drop.code}" for drop in drops]
    _forget([*topics, *(f"me:{member}" for member in handles)])
    if drops and settings.DEMO:
        announce(Step("drops", "phase"))
    transaction.on_commit(partial(hint, topics))
    return Swept(len(drops), len(handles))


def _forget(topics: Iterable[str]) -> None:
    """Their counters and steps on the wire, which nobody will ask for again."""
    names = list(topics)
    Event.objects.filter(topic__in=names).delete()
    Topic.objects.filter(name__in=names).delete()
