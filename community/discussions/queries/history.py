"""What a post said before, and what each edit changed."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from community.discussions.models import Post
from community.discussions.queries.people import person_of
from community.members.queries import Person

MOST = 100  # revisions shown, the latest ones


_WORDS = re.compile(r"\w+|\s+|[^\w\s]")  # of a text, with all that stands between them


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a text, and what became of them: "kept", "added" or "removed"."""

    text: str
    fate: str


@dataclass(frozen=True, slots=True)
class Step:
    """One edit: who made it, when, why, and the text with the words that came and went."""

    by: Person | None
    at: datetime
    reason: str
    parts: tuple[Part, ...]


def history_of(post: Post) -> list[Step]:
    """The edits of a post, the last one first; one query."""
    revisions = list(post.revisions.select_related("by").order_by("-id")[:MOST])
    after = post.source
    steps = []
    for revision in revisions:
        steps.append(Step(person_of(revision.by), revision.at, revision.reason, tuple(changes(revision.source, after))))
        after = revision.source
    return steps


def changes(before: str, after: str) -> Iterator[Part]:
    """What became of the words of a text: the lines first, which are few; then, where lines differ, their words."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for verb, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if verb == "equal":
            yield Part("".join(old[a:b]), "kept")
        else:
            yield from _words("".join(old[a:b]), "".join(new[c:d]))


def _words(before: str, after: str) -> Iterator[Part]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for verb, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if verb == "equal":
            yield Part("".join(old[a:b]), "kept")
            continue
        if b > a:
            yield Part("".join(old[a:b]), "removed")
        if d > c:
            yield Part("".join(new[c:d]), "added")
