"""Every page open on a ceremony learns each step of it, at its second: by real sockets and the clock alone."""

import asyncio

import pytest

from benchmarks.ceremony import planned, waits_of, watch
from benchmarks.load import percentile
from tests.servers import start_server

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]
SOON = 0.3  # seconds
FEW, MANY = 20, 500  # a few on a machine that does other things: before the next step; the measure is taken of many


@pytest.mark.parametrize(
    ("watchers", "ahead", "patience"), [(FEW, 5, 4.0), pytest.param(MANY, 30, SOON, marks=pytest.mark.heavy)]
)
def test_each_step_reaches_everybody(watchers, ahead, patience):
    with start_server("uvicorn", environment={"SOCKETS_PER_ADDRESS": "1000000"}) as server:
        slug, starts_at = planned(ahead)
        hearing = asyncio.run(watch(server.port, watchers, slug, starts_at))
        assert "Traceback" not in server.log
    waits = waits_of(hearing, starts_at)
    assert min(waits) >= 0, "nobody learns a step before its second"
    assert percentile(waits, 99) < patience
