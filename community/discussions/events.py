"""What discussions announce. Each event is made here and nowhere else; docs/protocol.md lists who may listen."""

from community.discussions.models import Post, Thread
from realtime.announce import Step
from realtime.clock import to_ms


def thread_added(thread: Thread) -> list[Step]:
    """`thread.added` of `cafe`: a new thread has its first post. Nothing for what is said under a subject."""
    if thread.category_id is None:
        return []
    return [Step("cafe", "thread.added", {"id": thread.pk, "category": thread.category_id})]


def thread_active(thread: Thread) -> list[Step]:
    """`thread.active` of `cafe`: what a list shows of a thread moved."""
    if thread.category_id is None:
        return []
    data = {"id": thread.pk, "category": thread.category_id, "posts": thread.shown, "last_at": to_ms(thread.last_at)}
    return [Step("cafe", "thread.active", data)]


def post_added(thread: Thread, post: Post) -> list[Step]:
    """`post.added` of `thread:<id>`: a post appeared."""
    return [Step(thread.topic, "post.added", _counters(thread, post))]


def post_edited(thread: Thread, post: Post) -> list[Step]:
    """`post.edited` of `thread:<id>`: a post that is shown reads otherwise, or is shown again."""
    return [Step(thread.topic, "post.edited", _counters(thread, post))]


def post_hidden(thread: Thread, post: Post) -> list[Step]:
    """`post.hidden` of `thread:<id>`: a post was hidden or deleted."""
    return [Step(thread.topic, "post.hidden", _counters(thread, post))]


def reaction_changed(post: Post) -> Step:
    """`reaction.changed` of `thread:<id>`: how many said what to a post."""
    data = {"id": post.pk, "number": post.number, "reactions": post.reactions}
    return Step(f"thread:{post.thread_id}", "reaction.changed", data)


def question_shared(thread: Thread) -> Step:
    """`question.shared` of `thread:<id>`: how many others have a question, too."""
    return Step(thread.topic, "question.shared", {"asked": thread.asked})


def _counters(thread: Thread, post: Post) -> dict[str, int | None]:
    return {"id": post.pk, "number": post.number, "posts": thread.shown}
