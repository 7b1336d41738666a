"""What the tests of webhooks share."""

from functools import partial

import pytest

from community.webhooks.models import Endpoint
from tests.factories.webhooks import hook_event
from tests.integration import Integration
from tests.standstill import standstill_of

TABLES = ["webhooks_endpoint", "webhooks_delivery", "notices_notice", "procrastinate_jobs"]
standstill = partial(standstill_of, TABLES)


@pytest.fixture(autouse=True)
def _an_event():
    """The event that the factory's endpoints hear of."""
    with hook_event():
        yield


@pytest.fixture
def integration(settings):
    """Somebody who listens on this machine."""
    settings.WEBHOOK_LOOPBACK = True
    with Integration() as listening:
        yield listening


def state_of(delivery):
    """Where a delivery is: state, tries, the last status, whether it waits."""
    delivery.refresh_from_db()
    return (delivery.state, delivery.tries, delivery.status, delivery.next_at is not None)


def is_on(endpoint):
    return Endpoint.objects.get(pk=endpoint.pk).is_on
