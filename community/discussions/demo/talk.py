"""One thread of the demo's café, from the words of its file to the rows that the actions would have left."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from community.discussions.actions.writing import slug_of
from community.discussions.demo import words
from community.discussions.models import (
    Category,
    Post,
    PostState,
    Reaction,
    ReactionName,
    Reading,
    Revision,
    Stance,
    Thread,
)
from community.discussions.rules import kind_at
from community.discussions.telling import MENTION, QUOTE, REPLY
from community.members.models import Member
from community.text.markdown import Document, read

HESITATION = timedelta(hours=9)  # most reactions to a post come within that time


@dataclass(slots=True)
class Talk:
    """A thread and its posts. `thread` and `posts` are stored by the caller, first; then `fill` can name ids."""

    row: words.Row
    table: Category
    people: Mapping[str, Member]
    key: str
    now: datetime
    thread: Thread = field(init=False)
    posts: list[Post] = field(init=False)
    documents: list[Document] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.thread = self._make_thread()
        self.posts = [self._make_post(row) for row in self.row["post"]]

    @property
    def begun(self) -> datetime:
        return self.now - words.started(self.row)

    def fill(self) -> None:
        """Give the posts their words, whom they answer, and the thread its best answer: all of it needs ids."""
        ids = {number: post.pk for number, post in enumerate(self.posts, 1)}
        for row, post in zip(self.row["post"], self.posts, strict=True):
            post.source = words.addressed(row["text"], ids)
            document = read(post.source)
            post.html = document.html(members=self.people)
            post.reply_to_id = ids[row["reply_to"]] if "reply_to" in row else None
            self.documents.append(document)
            if row.get("best"):
                self.thread.best = post

    def revisions(self) -> Iterator[Revision]:
        """What was there before an edit."""
        ids = {number: post.pk for number, post in enumerate(self.posts, 1)}
        for row, post in zip(self.row["post"], self.posts, strict=True):
            if edited := row.get("edited"):
                before = words.addressed(edited["before"], ids)
                why = words.typeset(edited["reason"])
                yield Revision(post=post, source=before, by=post.author, at=self._at(edited["at"]), reason=why)

    def reactions(self) -> Iterator[Reaction]:
        """Who said what to which post, some time between it and now."""
        chance = Random(self.key)  # noqa: S311 -- moods of readers, no secret
        for row, post in zip(self.row["post"], self.posts, strict=True):
            longest = min(self.now - post.at, HESITATION)
            for name, handles in row.get("reactions", {}).items():
                for handle in handles:
                    at = post.at + longest * chance.betavariate(1, 3)
                    yield Reaction(post=post, member=self.people[handle], name=name, at=at)

    def readings(self) -> Iterator[Reading]:
        """How far everybody has come who wrote here or was moved by something; who wrote follows the thread."""
        furthest: dict[str, int] = {}
        for row in self.row["post"]:
            moved = [handle for handles in row.get("reactions", {}).values() for handle in handles]
            furthest |= dict.fromkeys([row["by"], *moved], row["n"])
        wrote = {row["by"] for row in self.row["post"]}
        for handle, number in furthest.items():
            yield Reading(
                member=self.people[handle],
                thread=self.thread,
                number=number,
                at=self.posts[number - 1].at,
                stance=Stance.TRACKING if handle in wrote else "",
            )

    def concerned(self) -> Iterator[tuple[str, int, Post]]:
        """Whom each post concerns, by member id, for the closest reason."""
        by_handle = {handle: member.pk for handle, member in self.people.items()}
        authors = {post.pk: post.author_id for post in self.posts}
        for post, document in zip(self.posts, self.documents, strict=True):
            if post.state != PostState.SHOWN:
                continue
            heard = {post.author_id}
            for kind, members in (
                (MENTION, [by_handle.get(handle) for handle in document.mentions]),
                (REPLY, [authors[post.reply_to_id]] if post.reply_to_id else []),
                (QUOTE, [authors.get(quoted) for quoted in document.quotes]),
            ):
                for member_id in members:
                    if member_id is not None and member_id not in heard:
                        heard.add(member_id)
                        yield kind, member_id, post

    def _at(self, minutes: int) -> datetime:
        return self.begun + timedelta(minutes=minutes)

    def _make_thread(self) -> Thread:
        rows, title = self.row["post"], words.typeset(self.row["title"])
        closed = self.row.get("closed")
        last = [row for row in rows if "deleted" not in row][-1]
        return Thread(
            category=self.table,
            kind=kind_at(self.table, Thread.Kind.TALK),
            title=title,
            slug=slug_of(title),
            language=self.row["language"],
            author=self.people[rows[0]["by"]],
            started_at=self.begun,
            last_number=len(rows),
            shown=sum("deleted" not in row for row in rows),
            last_at=self._at(last["at"]),
            last_author=self.people[last["by"]],
            pinned_at=self.begun if self.row.get("pinned") else None,
            closed_at=self._at(closed["at"]) if closed else None,
            closed_by=self.people[closed["by"]] if closed else None,
        )

    def _make_post(self, row: words.Row) -> Post:
        given = Counter({name: len(handles) for name, handles in row.get("reactions", {}).items()})
        deleted, edited = row.get("deleted"), row.get("edited")
        return Post(
            thread=self.thread,
            number=row["n"],
            author=self.people[row["by"]],
            at=self._at(row["at"]),
            key=self.key if row["n"] == 1 else "",
            reactions={name: given[name] for name in ReactionName.values if name in given},
            edited_at=self._at(edited["at"]) if edited else None,
            edits=1 if edited else 0,
            state=PostState.DELETED if deleted else PostState.SHOWN,
            state_by=self.people[deleted["by"]] if deleted else None,
            state_at=self._at(deleted["at"]) if deleted else None,
        )
