"""Putting aside what integrations are to hear, in the transaction that makes it true."""

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from community.webhooks.jobs import put_aside
from community.webhooks.kinds import TEST, PayloadRefused, check_shape, event_called
from community.webhooks.models import Delivery, Endpoint
from realtime import clock

LONGEST_BODY = 20_480  # bytes; the specification's advice


def emit(name: str, payload: Mapping[str, Any]) -> None:
    """Have every endpoint that chose the event told of it: a row and a job each, in the caller's transaction.

    Refuses an event that nobody registered, a payload that is not shaped like its example or longer than 20 KiB (send
    addresses, not texts), and to be called outside a transaction.
    """
    check_shape(payload, event_called(name).example)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("emit() belongs into the transaction that makes the change.")
    _put_aside(name, payload, Endpoint.objects.hearing(name).values_list("pk", flat=True))


@transaction.atomic
def send_test(endpoint: Endpoint) -> None:
    """Send an endpoint something that says nothing, once, and also when it is off."""
    _put_aside(TEST, {"endpoint": endpoint.name}, [endpoint.pk])


def _put_aside(name: str, data: Mapping[str, Any], endpoint_ids: Collection[int]) -> None:
    now, event = clock.now(), uuid4()
    body = _envelope(name, data, now.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
    fields = {"event": event, "type": name, "body": body, "at": now, "next_at": now}
    Delivery.objects.bulk_create(Delivery(endpoint_id=each, **fields) for each in endpoint_ids)
    for each in endpoint_ids:
        put_aside(each)


def _envelope(name: str, data: Mapping[str, Any], timestamp: str) -> str:
    """The body, as compact as `departing` expects it."""
    envelope = {"type": name, "timestamp": timestamp, "data": data}
    body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(body.encode()) > LONGEST_BODY:
        raise PayloadRefused(f"{name} is longer than {LONGEST_BODY} bytes.")
    return body
