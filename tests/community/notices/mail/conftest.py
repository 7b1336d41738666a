from dataclasses import replace
from datetime import UTC, datetime

import pytest

from community.notices.channels import Dispatch, Line
from community.notices.kinds import APP, MAIL, NoticeKind, register_kind, unregister_kind
from tests.factories.members import make_member

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def kinds():
    """Two kinds that go by mail, and one that does not."""
    words = {"courrier": {APP, MAIL}, "gazette": {APP, MAIL}, "cloche": {APP}}
    for name, places in words.items():
        kind = NoticeKind(name, f"Genre {name}", lambda _told: "Voilà.", lambda _: "/", by_default=frozenset(places))
        register_kind(kind)
    yield set(words)
    for name in words:
        unregister_kind(name)


def line(sentence="Ada a répondu à ton sujet.", kind="courrier", pk=1):
    return Line(kind, sentence, f"http://testserver/moi/avis/{pk}/", NOON)


def envelope(*lines, member=None, key="0123456789abcdef0123456789abcdef", **fields):
    return replace(Dispatch(key, member or make_member(), lines or (line(),), is_digest=False), **fields)
