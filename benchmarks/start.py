"""How long a second `make run` takes until it has greeted: everything is installed, migrated and made by then.

    python -m benchmarks.start

The first start is not counted; the next three are. One JSON object. It starts the site of this very checkout.
"""

import json
import os
import signal
import statistics
import subprocess
import time

from tests.guards.tree import ROOT
from tests.services import free_port

GREETED = "Ctrl-C ends it."
COUNTED = 3


def seconds_to_greet() -> float:
    """Start the site, wait for its greeting, end it."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env=os.environ | {"PORT": str(free_port())},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        greeted = any(GREETED in line for line in process.stdout or [])
        taken = time.perf_counter() - begun
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    assert greeted, "It ended before it greeted."
    return taken


def main() -> None:
    seconds_to_greet()
    taken = [seconds_to_greet() for _ in range(COUNTED)]
    print(json.dumps({"what": "second start", "median_s": round(statistics.median(taken), 1), "promised_s": 10}))


if __name__ == "__main__":
    main()
