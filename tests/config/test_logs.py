import json
import logging
import logging.config
import sys

import pytest

from config import logs


def record(message: str, *args, **extra) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "house", "levelname": "INFO", "msg": message, "args": args} | extra)
    assert logs.RequestIdFilter().filter(made)
    return made


def formatter(style: str) -> logging.Formatter:
    return logging.config.DictConfigurator(logs.setup(style, "INFO")).configure_formatter(
        logs.setup(style, "INFO")["formatters"][style]
    )


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("password=hunter2 and more", "password=… and more"),
        ('{"password": "hunter2", "a": 1}', '{"password": …, "a": 1}'),
        ("Authorization: Bearer abc.def", "Authorization: …"),
        ("cookie sessionid=abcdef; csrftoken=xyz", "cookie sessionid=…; csrftoken=…"),
        ("postgres://user:password@host/name", "postgres://…@host/name"),
        ("/comptes/reset/key/3-cz8x2p-0123456789abcdef0123456789/", "/comptes/reset/key/…/"),
        ("claim key=00ff00ff00ff00ff00ff00ff00ff00ff", "claim key=…"),
        ("/drops/K7Q2M/ answered 200", "/drops/K7Q2M/ answered 200"),
        ("/articles/pourquoi-une-montre-mecanique-avance/", "/articles/pourquoi-une-montre-mecanique-avance/"),
    ],
)
def test_redaction(text, redacted):
    assert logs.redact(text) == redacted


def test_a_json_line():
    token = logs.request_id.set("abcdefgh")
    try:
        line = json.loads(formatter("json").format(record("key=%s", "hidden", path="/x?token=t", status=200)))
    finally:
        logs.request_id.reset(token)
    at = line.pop("at")
    assert at.endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "house",
        "request_id": "abcdefgh",
        "message": "key=…",
        "path": "/x?token=…",
        "status": 200,
    }


@pytest.mark.parametrize("style", ["json", "lines"])
def test_a_traceback_is_redacted_too(style):
    try:
        int("password=hunter2")
    except ValueError:
        line = formatter(style).format(record("broken", exc_info=sys.exc_info()))
    assert "ValueError" in line
    assert "hunter2" not in line


def test_a_readable_line_outside_a_request():
    assert formatter("lines").format(record("Hello %s", "you")).endswith("INFO    house [-] Hello you")
