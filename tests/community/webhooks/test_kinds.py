"""What can be heard of, and how its data are held to their example."""

import pytest

from community.webhooks.kinds import (
    TEST,
    PayloadRefused,
    all_events,
    check_shape,
    event_called,
    register_hook_event,
)
from tests.factories.webhooks import DONE, PAYLOAD, hook_event


def test_an_event_has_a_name_and_is_one():
    with hook_event("idea.support_withdrawn"):
        assert [each.name for each in all_events()][-2:] == [DONE, "idea.support_withdrawn"]
        with pytest.raises(ValueError, match="taken"):
            register_hook_event("idea.support_withdrawn", "Autre", PAYLOAD)
    with pytest.raises(LookupError):
        event_called("idea.support_withdrawn")


@pytest.mark.parametrize(
    "name", ["", "idea", "Idea.created", "idea.", "idea created", "idée.created", TEST, "a." + "b" * 59]
)
def test_what_is_no_name(name):
    with pytest.raises(ValueError, match=r"name|taken"):
        register_hook_event(name, "Rien", {})


def test_no_example_has_an_address_of_e_mail():
    with pytest.raises(ValueError, match="e-mail"):
        register_hook_event("essai.told", "Un essai", {"author": {"handle": "ada@mailbox.example"}})


EXAMPLE = {
    "number": 7,
    "title": "a",
    "is_new": True,
    "share": 0.5,
    "author": {"handle": "a"},
    "options": [{"name": "a"}],
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"author": None},
        {"title": None},
        {"options": []},
        {"options": [{"name": "b"}, {"name": "c"}]},
    ],
)
def test_what_is_shaped_like_it(change):
    check_shape(EXAMPLE | change, EXAMPLE)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"email": "ada@mailbox.example"}, "data"),
        ({"number": "7"}, "data.number"),
        ({"number": True}, "data.number"),
        ({"share": 1}, "data.share"),
        ({"author": "loutre"}, "data.author"),
        ({"author": {}}, "data.author"),
        ({"author": {"handle": "a", "email": "a"}}, "data.author"),
        ({"options": {"name": "a"}}, "data.options"),
        ({"options": [{"name": "a"}, {"nom": "b"}]}, r"data.options\[\]"),
    ],
)
def test_what_is_not(change, place):
    with pytest.raises(PayloadRefused, match=f"^{place} "):
        check_shape(EXAMPLE | change, EXAMPLE)


def test_a_key_that_is_missing():
    with pytest.raises(PayloadRefused):
        check_shape({}, {"number": 7})
