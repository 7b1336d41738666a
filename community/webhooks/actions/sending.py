"""Sending what is due: taken in hand before, noted after, again under the same name when in doubt."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from community.members.queries import staff_with
from community.notices.actions import tell
from community.webhooks.delivery import Answer, deliver
from community.webhooks.jobs import put_aside
from community.webhooks.kinds import TEST
from community.webhooks.models import Delivery, Endpoint, Off, State
from community.webhooks.rules import MANAGE, MOST_LOST, pause_after
from community.webhooks.telling import OFF
from realtime import clock

logger = logging.getLogger("community.webhooks")

IN_HAND = timedelta(minutes=1)  # after that a killed worker's try is somebody else's
PATIENCE = 3  # failures in a row, after which an endpoint is left alone until the next minute


class EndpointIsOff(Exception):
    """Nothing is sent again to an endpoint that is off."""


def deliver_due(endpoint_id: int, now: Callable[[], datetime] = clock.now) -> None:
    """Send an endpoint what is due, one after another. May be called twice at once, and killed anywhere."""
    failures = 0
    while failures < PATIENCE and (delivery := take_in_hand(endpoint_id, now())):
        answer = deliver(delivery, now())
        settle(delivery, answer, now())
        failures = 0 if answer.is_accepted else failures + 1


@transaction.atomic
def take_in_hand(endpoint_id: int, now: datetime) -> Delivery | None:
    """The delivery that has been due for longest and that nobody else has in hand; taking it counts as a try."""
    due = Delivery.objects.due(now).filter(endpoint=endpoint_id).select_related("endpoint").order_by("next_at", "pk")
    delivery = due.select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is not None:
        delivery.tries += 1
        Delivery.objects.filter(pk=delivery.pk).update(tries=delivery.tries, next_at=now + IN_HAND)
    return delivery


@transaction.atomic
def settle(delivery: Delivery, answer: Answer, now: datetime) -> None:
    """Note what became of a try. What was not taken is tried again later, a test aside, and not for ever.

    Who answers 410, or loses five deliveries in a row, is switched off; tells the team.
    """
    endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    if endpoint is None:
        return
    pause = None if answer.is_gone or delivery.type == TEST else pause_after(delivery.tries, answer.retry_after)
    if answer.is_accepted:
        _note(delivery, answer, now, state=State.DELIVERED, next_at=None)
    elif pause and endpoint.is_on:
        _note(delivery, answer, now, next_at=now + pause)
    else:
        logger.warning("webhooks.lost", extra={"endpoint": endpoint.pk, "delivery": delivery.name})
        _note(delivery, answer, now, state=State.FAILED, next_at=None)
    _judge(endpoint, answer, is_lost=pause is None and delivery.type != TEST)


def _note(delivery: Delivery, answer: Answer, now: datetime, **values: object) -> None:
    tried = {"tried_at": now, "status": answer.status, "took": answer.took, "answer": answer.words}
    Delivery.objects.filter(pk=delivery.pk).update(**tried, **values)


def _judge(endpoint: Endpoint, answer: Answer, *, is_lost: bool) -> None:
    """Switch an endpoint off that wants no more, or has lost too many; each that arrives lets `lost` begin anew."""
    if answer.is_accepted:
        Endpoint.objects.filter(pk=endpoint.pk, lost__gt=0).update(lost=0)
    elif is_lost and endpoint.is_on:
        endpoint.lost += 1
        Endpoint.objects.filter(pk=endpoint.pk).update(lost=endpoint.lost)
    reason = Off.GONE if answer.is_gone else Off.FAILING if endpoint.lost >= MOST_LOST else None
    if reason and endpoint.is_on:
        switch_off(endpoint, reason)
        team = list(staff_with(MANAGE).values_list("pk", flat=True))
        data = {"endpoint": endpoint.pk, "name": endpoint.name, "reason": reason}
        tell(OFF, team, key=f"endpoint:{endpoint.pk}", data=data)


def switch_off(endpoint: Endpoint, reason: Off) -> None:
    """Send an endpoint nothing more, in the caller's transaction; what waited for it is lost, and can be sent again."""
    Endpoint.objects.filter(pk=endpoint.pk).update(is_on=False, off_reason=reason)
    waiting = Delivery.objects.filter(endpoint=endpoint.pk, state=State.WAITING).exclude(type=TEST)
    waiting.update(state=State.FAILED, next_at=None)


@transaction.atomic
def send_again(delivery: Delivery, now: datetime) -> None:
    """Send a delivery once more, under the same name and with all its tries before it. Refuses (`EndpointIsOff`)."""
    endpoint = Endpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
    if not endpoint.is_on and delivery.type != TEST:
        raise EndpointIsOff
    Delivery.objects.filter(pk=delivery.pk).update(state=State.WAITING, tries=0, next_at=now)
    put_aside(endpoint.pk)
