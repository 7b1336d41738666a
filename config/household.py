"""The processes of `manage.py run`: started together, ended together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

PATIENCE = 8  # seconds a process has to end after SIGTERM
GLANCE = 1  # seconds between two looks at the terminal
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1  # prctl(2): the signal a process gets when its parent is gone


class Household:
    """Children of this process, each another `manage.py` command; leaving the `with` block ends them all."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str, keep: Sequence[int] = ()) -> "subprocess.Popen[bytes]":
        """Start `manage.py` with `command`; `keep` are file descriptors that the child gets.

        A group of its own keeps Ctrl-C from it: only this process hears it, and ends the children in order.
        """
        with _signals_held():
            child = subprocess.Popen(  # noqa: S603 -- our own commands
                [sys.executable, "manage.py", *command],
                pass_fds=keep,
                stdin=subprocess.DEVNULL,
                process_group=0,
                preexec_fn=_end_with_the_parent,  # noqa: PLW1509 -- a single system call, and no lock
            )
            self._children.append(child)
        return child

    def watch(self, child: "subprocess.Popen[bytes]") -> None:
        """Return when `child` has ended. A terminal that is gone counts as Ctrl-C: make keeps that signal to itself."""
        on_terminal = sys.stdin.isatty()
        while child.poll() is None:
            if on_terminal and not sys.stdin.isatty():
                raise KeyboardInterrupt
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(GLANCE)

    def __enter__(self) -> Self:
        for number in ENDING:
            signal.signal(number, signal.default_int_handler)  # also where a script began us, deaf to Ctrl-C
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)  # ending has begun; a second Ctrl-C must not leave half of it
        for child in self._children:
            self._send(child, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self._children:
            try:
                child.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._send(child, signal.SIGKILL)
                child.wait()

    @staticmethod
    def _send(child: "subprocess.Popen[bytes]", number: int) -> None:
        """Signal the child's whole group, so that nothing it started stays behind."""
        if child.poll() is None:
            os.killpg(child.pid, number)


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Ctrl-C waits until a child is started and known: raised while Python forks, it would be lost, or the child's."""
    heard: list[int] = []
    former = {number: signal.signal(number, lambda number, _frame: heard.append(number)) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    if heard:
        raise KeyboardInterrupt


def _end_with_the_parent() -> None:
    """Run in the child: a parent that was killed could not end it. Only Linux knows how; elsewhere it stays behind."""
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
