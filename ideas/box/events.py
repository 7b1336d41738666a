"""What the box announces. Each event is made here and nowhere else; docs/protocol.md lists who may listen."""

from ideas.box.models import Idea
from realtime.announce import Step


def idea_added(idea: Idea) -> list[Step]:
    """`idea.added` of `ideas`: an idea appeared."""
    return [Step("ideas", "idea.added", {"id": idea.pk})]


def idea_moved(idea: Idea) -> list[Step]:
    """`state` of `idea:<id>` and `idea.moved` of `ideas`: it took a step, or came or went out of sight."""
    return [Step(idea.topic, "state"), Step("ideas", "idea.moved", {"id": idea.pk, "state": idea.state})]


def idea_edited(idea: Idea) -> list[Step]:
    """`idea.edited` of `ideas`: it says something else than before."""
    return [Step("ideas", "idea.edited", {"id": idea.pk})]


def support_changed(idea: Idea) -> list[Step]:
    """`support` of `idea:<id>`: somebody stands behind it, or does no more."""
    return [Step(idea.topic, "support")]
