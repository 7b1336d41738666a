"""The topics of discussions; docs/protocol.md has their shapes."""

import re

from community.discussions.models import Thread
from community.discussions.rules import may_read_thread
from realtime import clock
from realtime.topics import LogTopic, Viewer

ID = r"[1-9][0-9]{0,17}"  # one spelling of an id, within a bigint


class CafeTopic(LogTopic):
    """`cafe`: threads that come, and threads that move. Everybody may listen."""

    prefix = "cafe"
    keyed = False

    def name_for(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- there is one café
        return self.prefix


class ThreadTopic(LogTopic):
    """`thread:<id>`: posts and reactions of one thread, for who may read it."""

    prefix = "thread"

    def name_for(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- decided in `may_listen`
        return f"thread:{key}"

    def may_listen(self, viewer: Viewer, key: str) -> str | None:
        thread = Thread.objects.filter(pk=int(key)).first() if re.fullmatch(ID, key) else None
        if thread is None or not may_read_thread(thread, viewer.member, clock.now()):
            return "unknown_topic"
        return None
