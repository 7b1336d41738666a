"""Webhooks for tests."""

from contextlib import contextmanager
from itertools import count
from uuid import uuid4

from community.webhooks.actions.emitting import _envelope
from community.webhooks.kinds import register_hook_event, unregister_hook_event
from community.webhooks.models import Delivery, Endpoint
from community.webhooks.signing import new_secret
from realtime import clock

DONE = "essai.done"
PAYLOAD = {"number": 7, "author": {"handle": "loutre-de-fleurier"}}
_numbers = count(1)


@contextmanager
def hook_event(name=DONE, example=PAYLOAD):
    """An event that is registered for as long as it is used."""
    register_hook_event(name, "C’est fait", example)
    try:
        yield name
    finally:
        unregister_hook_event(name)


def make_endpoint(address="", events=(DONE,), **fields):
    """An endpoint that is on; nobody answers at its address unless told."""
    number = next(_numbers)
    defaults = {"name": f"Stock {number}", "address": address or f"https://stock-{number}.example/"}
    return Endpoint.objects.create(**defaults | {"events": list(events), "secret": new_secret()} | fields)


def make_delivery(endpoint, payload=PAYLOAD, **fields):
    """A delivery that is due."""
    now = clock.now()
    defaults = {"event": uuid4(), "type": DONE, "at": now, "next_at": now}
    defaults["body"] = _envelope(DONE, payload, now.isoformat())
    return Delivery.objects.create(endpoint=endpoint, **defaults | fields)
