"""Group commit: what arrives while a transaction runs is written by the next one, all together.

One thread with one connection of its own serves the whole process. Answers go out after the commit, never before; of
a server killed between the two the client knows nothing, repeats, and is found by its key.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

import psycopg

from realtime.connect import connect

logger = logging.getLogger("drops")

# Nobody waits longer for a lock, and what is read after it is what others committed before.
SESSION = r"-c lock_timeout=3s -c default_transaction_isolation=read\ committed"

Request = TypeVar("Request")
Answer = TypeVar("Answer")
# Writes a batch in one transaction; an exception in its list is the answer to that one request.
Write = Callable[[psycopg.Connection, Sequence[Request]], Sequence[Answer | Exception]]


class Overloaded(Exception):
    """More is waiting than this process takes; nothing was written."""


@dataclass(frozen=True, slots=True)
class _Item(Generic[Request, Answer]):
    request: Request
    future: "Future[Answer] | asyncio.Future[Answer]"
    loop: asyncio.AbstractEventLoop | None = None  # where the future is awaited; None: in a thread


class GroupCommit(Generic[Request, Answer]):
    """Gathers requests from threads and event loops and writes them in batches.

    `gap` is the least time between two flushes in seconds. It makes batches, not delays: the first request of a quiet
    moment is written at once. `failure` makes the answer to a request that could not be written, or of which nobody
    knows. After `idle` seconds without work, thread and connection go away.
    """

    def __init__(
        self,
        write: Write[Request, Answer],
        failure: Callable[[], Exception],
        *,
        gap: float = 0.010,
        batch: int = 500,
        capacity: int = 20_000,
        idle: float = 30.0,
    ) -> None:
        self._write, self._failure = write, failure
        self._gap, self._batch, self._capacity, self._idle = gap, batch, capacity, idle
        self._waiting: deque[_Item[Request, Answer]] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._connection: psycopg.Connection | None = None

    def submit(self, request: Request) -> "Future[Answer]":
        """Hand in from a thread; raises `Overloaded`."""
        future: Future[Answer] = Future()
        self._put(_Item(request, future))
        return future

    def submit_from_loop(self, request: Request) -> "asyncio.Future[Answer]":
        """Hand in from the running event loop, which is woken once a batch; raises `Overloaded`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._put(_Item(request, future, loop))
        return future

    def close(self) -> None:
        """Write what is waiting, then end thread and connection. The next request starts them anew."""
        with self._wake:
            thread, self._closing = self._thread, True
            self._wake.notify()
        if thread is not None:
            thread.join()
        self._closing = False

    def _put(self, item: _Item[Request, Answer]) -> None:
        with self._wake:
            if len(self._waiting) >= self._capacity:
                raise Overloaded
            self._waiting.append(item)
            if self._thread is None:
                self._start()
            self._wake.notify()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            while batch := self._take():
                begun = time.monotonic()
                self._flush(batch)
                time.sleep(max(0.0, self._gap - (time.monotonic() - begun)))
        finally:
            with self._wake:
                if self._thread is threading.current_thread():  # a defect ended this thread, not the lack of work
                    self._retire()
                    if self._waiting:
                        self._start()

    def _take(self) -> list[_Item[Request, Answer]]:
        """The next batch; empty when the thread shall end."""
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._closing, self._idle)
            batch = [self._waiting.popleft() for _ in range(min(self._batch, len(self._waiting)))]
            if not batch:
                self._retire()
            return batch

    def _flush(self, batch: Sequence[_Item[Request, Answer]]) -> None:
        """Write a batch and answer it; whatever happens, nobody is left without an answer."""
        answers: Sequence[Answer | Exception] = [self._failure() for _ in batch]
        try:
            answers = self._written([item.request for item in batch])
        finally:
            _deliver(batch, answers)

    def _written(self, requests: Sequence[Request]) -> Sequence[Answer | Exception]:
        """One transaction for all; if the connection was lost, once more, and if one request fails, each alone."""
        try:
            return self._attempt(requests)
        except psycopg.errors.LockNotAvailable as error:
            return self._failed(requests, error)  # each alone would wait as long again
        except psycopg.Error as error:
            logger.warning("claims.retried", extra={"error": str(error), "requests": len(requests)})
        if self._connection is None or self._connection.closed:
            try:
                return self._attempt(requests)
            except psycopg.Error as error:
                return self._failed(requests, error)
        return [self._alone(request) for request in requests]

    def _alone(self, request: Request) -> Answer | Exception:
        if self._connection is None or self._connection.closed:
            return self._failure()
        try:
            return self._attempt([request])[0]
        except psycopg.Error as error:
            return self._failed([request], error)[0]

    def _failed(self, requests: Sequence[Request], error: psycopg.Error) -> list[Exception]:
        logger.error("claims.unwritten", extra={"error": str(error), "requests": len(requests)})
        return [self._failure() for _ in requests]

    def _attempt(self, requests: Sequence[Request]) -> Sequence[Answer | Exception]:
        if self._connection is None or self._connection.closed:
            self._connection = connect(options=SESSION)
        return self._write(self._connection, requests)

    def _retire(self) -> None:
        """Give up the connection and the place of this process's one writer."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._thread = None


def _deliver(batch: Iterable[_Item[Request, Answer]], answers: Iterable[Answer | Exception]) -> None:
    """Hand out the answers; each event loop is woken once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Answer], Answer | Exception]]] = defaultdict(
        list
    )
    for item, answer in zip(batch, answers, strict=True):
        if item.loop is not None and isinstance(item.future, asyncio.Future):
            by_loop[item.loop].append((item.future, answer))
        elif isinstance(item.future, Future) and item.future.set_running_or_notify_cancel():
            _answer(item.future, answer)
    for loop, pairs in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed, and nobody is left to be told
            loop.call_soon_threadsafe(_answer_all, pairs)


def _answer_all(pairs: Iterable[tuple["asyncio.Future[Answer]", Answer | Exception]]) -> None:
    for future, answer in pairs:
        if not future.done():
            _answer(future, answer)


def _answer(future: "Future[Answer] | asyncio.Future[Answer]", answer: Answer | Exception) -> None:
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
