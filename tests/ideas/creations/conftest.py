"""What the tests of creations share."""

from functools import partial

import pytest

from community.notices.models import Round
from ideas.creations.telling import AUDIENCE
from tests.factories.members import make_member
from tests.standstill import standstill_of

# What a step could move, and where it is told.
TABLES = [
    "creations_creation",
    "creations_stage",
    "creations_stagepicture",
    "creations_following",
    "notices_round",
    "notices_notice",
    "search_indexentry",
]

standstill = partial(standstill_of, TABLES)


def begun():
    """The rounds that were begun: which kind, of which stage or creation."""
    return [(each.data["kind"], each.key) for each in Round.objects.filter(audience=AUDIENCE).order_by("pk")]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def signed(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def admin_of():
    """Somebody who may do anything in the back office."""
    return make_member(is_staff=True, is_superuser=True)
