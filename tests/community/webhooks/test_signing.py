"""The signature, by the specification's own example and by somebody who read it for themself."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from community.webhooks.signing import headers_for, new_secret
from tests.standard_webhooks import verify

# What the specification's own libraries are tested with.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NAME, SENT_AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
EXPECTED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
AT = datetime.fromtimestamp(SENT_AT, UTC)


def test_the_standard_s_own_example():
    assert headers_for(NAME, BODY, AT, [SECRET]) == {
        "webhook-id": NAME,
        "webhook-timestamp": str(SENT_AT),
        "webhook-signature": EXPECTED,
    }


def test_the_reader_of_our_tests_knows_it_too():
    headers = {"webhook-id": NAME, "webhook-timestamp": str(SENT_AT), "webhook-signature": EXPECTED}
    assert verify(SECRET, headers, BODY, SENT_AT)
    assert not verify(SECRET, headers, BODY + b" ", SENT_AT)
    assert not verify(SECRET, headers | {"webhook-id": "msg_a"}, BODY, SENT_AT)
    assert not verify(SECRET, headers, BODY, SENT_AT + 301)
    assert not verify(new_secret(), headers, BODY, SENT_AT)


def test_each_secret_signs():
    old, new = new_secret(), new_secret()
    headers = headers_for(NAME, BODY, AT, [new, old])
    assert [verify(each, headers, BODY, SENT_AT) for each in (old, new, new_secret())] == [True, True, False]


def test_a_secret_is_as_long_as_asked_for_and_never_the_same():
    made = [new_secret() for _ in range(3)]
    assert len(set(made)) == 3
    assert {len(base64.b64decode(each.removeprefix("whsec_"))) for each in made} == {32}


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=1)])
def test_the_time_is_that_of_the_try(late):
    assert headers_for(NAME, BODY, AT + late, [SECRET])["webhook-timestamp"] == str(SENT_AT + late.total_seconds())[:10]
