"""What we learn of addresses: that a mail came, that it cannot come, that nobody wants it, that all is well again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from community.mail import failing
from community.mail.holders import held
from community.mail.models import Fault, MailAddressState, MailEvent

KEPT = timedelta(days=90)  # how long an event's name is known; nobody repeats one later
FILE = "INSERT INTO mail_mailevent (name) VALUES %s ON CONFLICT DO NOTHING RETURNING name"


@dataclass(frozen=True, slots=True)
class News:
    """What became of a mail, as who delivers them tells it; `type` is delivered, bounced or complained."""

    name: str
    type: str
    address: str
    at: datetime
    permanent: bool = False

    @property
    def fault(self) -> Fault | None:
        """What this says against the address; a full mailbox is none."""
        if self.type == "complained":
            return Fault.COMPLAINED
        return Fault.BOUNCED if self.type == "bounced" and self.permanent else None


@transaction.atomic
def take_news(news: Sequence[News], now: datetime) -> int:
    """Take what became of mails, each event once; answers how many were new. Tells who listens which addresses fail.

    A permanent bounce or a complaint switches an address off, unless it was confirmed after that happened. What claims
    to come from the future happened now. Of addresses that are nobody's nothing is kept.
    """
    fresh = _file([each.name for each in news])
    once = {each.name: each for each in news if each.name in fresh}.values()
    states = _lock(held({each.address for each in once if each.fault or each.type == "delivered"}))
    failed = set()
    for each in sorted(once, key=lambda each: each.at):
        if (state := states.get(each.address)) is None:
            continue
        at = min(each.at, now)
        if each.fault is None:
            state.delivered_at = max(state.delivered_at or at, at)
        elif _accuse(state, each.fault, at):
            failed.add(state.address)
    MailAddressState.objects.bulk_update(states.values(), ["fault", "failing_since", "delivered_at"])
    if failed:
        failing.tell(sorted(failed))
    return len(fresh)


@transaction.atomic
def note_refusal(address: str, at: datetime) -> None:
    """Switch an address off whose server said for good that there is no such mailbox. Tells who listens, once."""
    (state,) = _lock({address.lower()}).values()
    if _accuse(state, Fault.REFUSED, at):
        state.save(update_fields=["fault", "failing_since"])
        failing.tell([state.address])


def trust_address(address: str, at: datetime) -> None:
    """Switch an address on again: somebody has just shown that mails reach them there."""
    MailAddressState.objects.bulk_create(
        [MailAddressState(address=address.lower(), trusted_at=at)],
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["fault", "failing_since", "trusted_at"],
    )


def forget_addresses(addresses: Collection[str]) -> None:
    """Forget what we learnt of addresses that are nobody's any more."""
    MailAddressState.objects.filter(address__in=[address.lower() for address in addresses]).delete()


def forget_old_events(now: datetime) -> int:
    """Forget the names of events that nobody will tell again; answers how many."""
    return MailEvent.objects.filter(at__lt=now - KEPT).delete()[0]


def _file(names: Collection[str]) -> set[str]:
    """Note the names; answers with those that were not known. In their order, so that two takings do not cross."""
    if not names:
        return set()
    ordered = sorted(set(names))
    with connection.cursor() as cursor:
        cursor.execute(FILE.replace("%s", ", ".join(["(%s)"] * len(ordered))), ordered)
        return {name for (name,) in cursor.fetchall()}


def _lock(addresses: Collection[str]) -> dict[str, MailAddressState]:
    """The states of these addresses, made where there were none, and nobody else's until the commit."""
    ordered = sorted(addresses)
    MailAddressState.objects.bulk_create([MailAddressState(address=each) for each in ordered], ignore_conflicts=True)
    rows = MailAddressState.objects.select_for_update(no_key=True).filter(address__in=ordered).order_by("address")
    return {state.address: state for state in rows}


def _accuse(state: MailAddressState, fault: Fault, at: datetime) -> bool:
    """Mark an address as failing; whether that is new."""
    if state.fault or (state.trusted_at is not None and at <= state.trusted_at):
        return False
    state.fault, state.failing_since = fault, at
    return True
