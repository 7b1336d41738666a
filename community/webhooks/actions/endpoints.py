"""What the team does to endpoints."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from community.webhooks.actions.sending import switch_off
from community.webhooks.models import Endpoint, Off
from community.webhooks.rules import MOST_ENDPOINTS, OLD_SECRET_LIVES, address_parts
from community.webhooks.signing import new_secret


class TooManyEndpoints(Exception):
    """One beyond the twenty."""


@transaction.atomic
def make_endpoint(*, name: str, address: str, events: Collection[str]) -> Endpoint:
    """Let an address hear of some events, with a secret of its own. Refuses (`AddressRefused`, `TooManyEndpoints`)."""
    address_parts(address)
    if Endpoint.objects.count() >= MOST_ENDPOINTS:  # near enough is good enough: the team alone makes them
        raise TooManyEndpoints
    return Endpoint.objects.create(name=name, address=address, events=sorted(set(events)), secret=new_secret())


@transaction.atomic
def revise_endpoint(endpoint: Endpoint, changes: Mapping[str, Any]) -> Endpoint:
    """Change name, address, events, or whether it is on; switched on again, it begins without a past of failures.

    Refuses (`AddressRefused`). What waits goes to the new address; what waits when it is switched off is lost.
    """
    if "address" in changes:
        address_parts(changes["address"])
    locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    values = dict(changes)
    is_on = values.pop("is_on", locked.is_on)
    if locked.is_on and not is_on:
        switch_off(locked, Off.STAFF)
    elif is_on and not locked.is_on:
        values |= {"is_on": True, "off_reason": "", "lost": 0}
    if values:
        Endpoint.objects.filter(pk=endpoint.pk).update(**values)
    return Endpoint.objects.get(pk=endpoint.pk)


@transaction.atomic
def replace_secret(endpoint: Endpoint, now: datetime) -> str:
    """Give an endpoint another secret, and answer with it; for a day the one before it signs, too."""
    locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = new_secret()
    values = {"secret": secret, "old_secret": locked.secret, "old_until": now + OLD_SECRET_LIVES}
    Endpoint.objects.filter(pk=locked.pk).update(**values)
    return secret


def delete_endpoint(endpoint: Endpoint) -> None:
    """Forget an endpoint and all that it was sent."""
    Endpoint.objects.filter(pk=endpoint.pk).delete()
