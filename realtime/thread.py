"""A thread beside the loop for what asks the database, so that no socket ever waits for a query."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import Error, connection

P = ParamSpec("P")
R = TypeVar("R")


class DatabaseThread:
    """Runs one function after the other, each on the thread's own connection.

    Results come back to the loop in the order in which the functions ran; the feeds rely on it.
    """

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, lambda: _with_fresh_connection(function, *args, **kwargs))

    def stop(self) -> None:
        self._executor.submit(connection.close)
        self._executor.shutdown(wait=False)


def _with_fresh_connection(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Give up the connection when the database failed, so that the next call gets a sound one."""
    try:
        return function(*args, **kwargs)
    except Error:
        connection.close()
        raise
