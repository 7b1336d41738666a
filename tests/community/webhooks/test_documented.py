"""docs/webhooks.md says what is so: its snippet reads a real delivery, its figures are the code's."""

import json
import re
from pathlib import Path

import pytest

from community.webhooks import delivery, rules
from community.webhooks.actions import emit, emitting
from community.webhooks.models import LONGEST_ANSWER
from community.webhooks.signing import new_secret
from tests.factories.webhooks import DONE, PAYLOAD, make_endpoint
from tests.jobs import work_off

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")


def test_the_snippet_reads_a_real_delivery(integration):
    known = {}
    exec(re.search(r"```python\n(import base64.*?)```", PAGE, re.DOTALL)[1], known)
    is_ours = known["is_ours"]
    endpoint = make_endpoint(integration.url)
    emit(DONE, PAYLOAD)
    work_off()
    (heard,) = integration.heard
    assert is_ours(endpoint.secret, heard.headers, heard.body)
    assert not is_ours(endpoint.secret, heard.headers, heard.body + b" ")
    assert not is_ours(new_secret(), heard.headers, heard.body)
    for name, value in (("webhook-id", "msg_a"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,é")):
        assert not is_ours(endpoint.secret, heard.headers | {name: value}, heard.body)


def test_the_envelope_is_like_the_example(integration):
    example = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])
    make_endpoint(integration.url)
    emit(DONE, PAYLOAD)
    work_off()
    assert list(json.loads(integration.heard[0].body)) == list(example)


def test_the_figures():
    minutes = [int(pause.total_seconds() // 60) for pause in rules.PAUSES]
    assert minutes == [1, 5, 30, 2 * 60, 5 * 60, 8 * 60, 10 * 60]
    assert "after 1, 5 and 30 minutes, 2, 5, 8 and 10 hours: eight tries" in PAGE
    assert (delivery.TIMEOUT, delivery.MOST_READ, LONGEST_ANSWER) == (5.0, 2048, 500)
    assert "within five seconds" in PAGE
    assert "the first 2 KiB are read, and 500 characters" in PAGE
    assert (rules.MOST_LOST, rules.KEPT.days, emitting.LONGEST_BODY) == (5, 30, 20 * 1024)
    assert "Five messages in a row" in PAGE
