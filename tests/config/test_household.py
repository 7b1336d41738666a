"""A Ctrl-C at the worst moment: while a child is being started."""

import os
import signal
import subprocess

import pytest

from config import household
from config.household import Household


def test_ctrl_c_during_a_start_is_heard_and_the_child_ended(monkeypatch):
    started = []

    class Interrupted(subprocess.Popen):
        """Started while the signal arrives."""

        def __init__(self, command, **options):
            os.kill(os.getpid(), signal.SIGINT)
            super().__init__(["sleep", "60"], **options)
            started.append(self)

    monkeypatch.setattr(household.subprocess, "Popen", Interrupted)
    handlers = {number: signal.getsignal(number) for number in household.ENDING}
    try:
        with pytest.raises(KeyboardInterrupt), Household() as house:
            house.start("serve")
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    (child,) = started
    assert child.poll() == -signal.SIGTERM  # and it was not deaf to it
