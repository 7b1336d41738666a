"""Doing several things at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Any

from django.db import connections


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of them answered; what one raised is raised."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait(60)  # a machine that is shared may starve one of them
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(run, work) for work in works]
        ended, _ = wait(running, timeout=60, return_when=FIRST_EXCEPTION)  # the others may wait for who failed
        for each in ended:
            each.result()
        return [each.result(0) for each in running]
