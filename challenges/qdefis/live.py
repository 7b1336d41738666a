"""The topic of a Qdéfi; docs/protocol.md has its shapes."""

from collections.abc import Mapping
from typing import Any

from challenges.qdefis.models import Qdefi
from realtime.topics import LogTopic, Viewer


class QdefiTopic(LogTopic):
    """`qdefi:<slug>`: entries that come, how many voted, and that the results are there. Everybody may listen."""

    prefix = "qdefi"

    def name_for(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- the same for all
        return f"{self.prefix}:{key}"

    def may_listen(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- likewise
        """A draft does not exist."""
        return None if Qdefi.objects.public().filter(slug=key).exists() else "unknown_topic"

    def snapshot(self, viewer: Viewer, key: str) -> Mapping[str, Any]:  # noqa: ARG002 -- likewise
        entered = Qdefi.objects.public().filter(slug=key).values_list("entered", flat=True).first()
        return {"entries": entered or 0}
