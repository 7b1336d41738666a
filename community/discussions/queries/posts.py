"""What a thread page reads: the thread, one page of its posts by number, and what this reader may do with each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from community.discussions.models import (
    CategoryStance,
    Post,
    PostState,
    Reaction,
    ReactionName,
    Reading,
    Stance,
    Thread,
)
from community.discussions.queries.people import person_of
from community.discussions.queries.threads import CategoryLine, category_line
from community.discussions.rules import sees_words
from community.discussions.voices import Badge, Heard, badges_of, consents_of, hear
from community.members.queries import Person, blocked_by
from community.members.trust import limits_of
from community.moderation.rules import may_moderate

PAGE = 50


@dataclass(frozen=True, slots=True)
class ReactionLine:
    """One of the house's reactions under a post: how many said it, and whether this reader did."""

    name: str
    label: str
    count: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as this reader may see it; `html` is empty when its words are not theirs to read."""

    pk: int
    number: int | None  # None while it waits for the moderation
    author: Person | None  # None: the account is gone
    voices: tuple[Badge, ...]  # as what they answer a question
    html: SafeString
    language: str  # the thread's
    thread_url: str
    at: datetime
    edited_at: datetime | None
    edits: int
    state: str
    url: str
    reply_to: int | None  # number of the post it answers
    reactions: tuple[ReactionLine, ...]
    is_mine: bool
    is_new: bool  # not read yet
    is_best: bool
    is_folded: bool  # by somebody this reader has blocked
    may_edit: bool
    may_delete: bool
    may_restore: bool
    may_reply: bool
    may_react: bool
    may_flag: bool
    may_mark_best: bool

    @property
    def anchor(self) -> str:
        return f"p-{self.number}" if self.number else f"attente-{self.pk}"


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread as its page heads it."""

    pk: int
    slug: str
    title: str
    url: str
    topic: str
    language: str
    category: CategoryLine | None
    subject_label: str
    subject_url: str  # where the thing stands that is talked about; "" in the café
    author: Person | None
    started_at: datetime
    posts: int
    last_number: int
    is_closed: bool
    is_pinned: bool
    is_question: bool
    asked: int  # how many others have the question, too
    is_asked: bool  # this reader is one of them
    may_ask: bool
    is_settled: bool  # a question with its best answer
    best_number: int | None
    stance: str
    read_to: int | None  # None for who never opened it
    may_moderate: bool
    may_rename: bool


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread. `before` and `after` are the numbers that the neighbouring pages start from, or None."""

    thread: ThreadView
    posts: tuple[PostView, ...]
    before: int | None
    after: int | None
    pages: tuple[tuple[int, int], ...]  # a few steps through the whole: page number, first post's number
    waiting: tuple[PostView, ...]  # this reader's own posts that the moderation reads first
    consents: tuple[str, ...]  # what this reader may let be seen with an answer of theirs

    @property
    def first_new(self) -> int | None:
        """The number of the first post this reader has not read, if it is on this page and not the first of all."""
        return next((post.number for post in self.posts if post.is_new and post.number != 1), None)

    @property
    def number(self) -> int:
        """Which page this is, counting from 1."""
        return (self.before + PAGE - 1) // PAGE + 1 if self.before else 1

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self.pages[-1][0]

    @property
    def last_number(self) -> int:
        """The number of the last post on this page; 0 when there is none."""
        return self.posts[-1].number or 0 if self.posts else 0


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, and what the page needs to know of them once."""

    user: Any
    is_member: bool
    is_moderator: bool
    blocked: frozenset[int]
    window: timedelta | None
    now: datetime


def reader_of(user: Any, now: datetime) -> _Reader:
    """What every post of a page asks of its reader, in two queries; none for a visitor."""
    if user is None or not user.is_authenticated:
        return _Reader(None, False, False, frozenset(), timedelta(0), now)  # noqa: FBT003 -- a visitor: nobody, nothing
    window = limits_of(user.level, is_staff=user.is_staff).edit_window
    return _Reader(user, True, may_moderate(user), blocked_by(user.pk), window, now)  # noqa: FBT003 -- a member


def thread_page(thread: Thread, user: Any, now: datetime, *, start: int = 1) -> ThreadPage:
    """The page of a thread that begins at post number `start`, as `user` may see it.

    Six queries for a member, two for a visitor, whatever the thread's length. A `start` beyond the end gives the last
    page.
    """
    reader = reader_of(user, now)
    view = _thread_view(thread, reader)
    start = max(1, min(start, first_of_page(max(1, thread.last_number))))
    posts = _rows(Post.objects.filter(thread=thread, number__gte=start, number__lt=start + PAGE))
    waiting: Sequence[Post] = ()
    if reader.is_member:
        held = Post.objects.filter(thread=thread, number=None).filter(
            Q() if reader.is_moderator else Q(author=reader.user), state__in=[PostState.HELD, PostState.HIDDEN]
        )
        waiting = _rows(held.order_by("pk")[:PAGE], is_ordered=True)
    heard = _hear((*posts, *waiting), thread, reader)
    return ThreadPage(
        thread=view,
        posts=_posts(posts, thread, reader, view, heard),
        before=max(1, start - PAGE) if start > 1 else None,
        after=start + PAGE if start + PAGE <= thread.last_number else None,
        pages=steps_through(thread.last_number),
        waiting=_posts(waiting, thread, reader, view, heard),
        consents=tuple(consents_of(reader.user.pk, heard)) if reader.is_member else (),
    )


def first_of_page(number: int) -> int:
    """The number that the page of post `number` starts with."""
    return (number - 1) // PAGE * PAGE + 1


def steps_through(last: int, most: int = 12) -> tuple[tuple[int, int], ...]:
    """At most `most` even steps through a long thread: number of the page, number of its first post."""
    count = max(1, -(-last // PAGE))
    wanted = sorted({round(step * (count - 1) / max(1, most - 1)) for step in range(most)})
    return tuple((page + 1, page * PAGE + 1) for page in wanted)


def posts_after(thread: Thread, user: Any, now: datetime, number: int) -> tuple[PostView, ...]:
    """What came after post `number`, at most one page of it: the fragment behind « 3 nouveaux messages »."""
    reader = reader_of(user, now)
    posts = _rows(Post.objects.filter(thread=thread, number__gt=number))
    return _posts(posts, thread, reader, _thread_view(thread, reader), _hear(posts, thread, reader))


def one_post(post: Post, user: Any, now: datetime) -> PostView:
    """One post by itself, as the page shows it."""
    reader = reader_of(user, now)
    posts = _rows(Post.objects.filter(pk=post.pk))
    return _posts(posts, post.thread, reader, _thread_view(post.thread, reader), _hear(posts, post.thread, reader))[0]


def quote_of(post: Post) -> str:
    """A post's own words as a quote that names them, for the composer; what they quoted themselves is left out."""
    handle = post.author.handle if post.author else "…"
    own = "\n".join(line for line in post.source.splitlines() if not line.lstrip().startswith(">")).strip()
    words = [f"> {line}".rstrip() for line in own.splitlines()]
    return "\n".join([f"> [@{handle}]({reverse('discussions:post', args=[post.pk])}) :", *words, "", ""])


def first_at(thread: Thread, moment: datetime) -> int:
    """The number of the first post written at or after `moment`; the last one's if there is none."""
    found = Post.objects.filter(thread=thread, at__gte=moment, number__isnull=False).order_by("at", "number")
    return found.values_list("number", flat=True).first() or max(1, thread.last_number)


def first_unread(thread: Thread, user: Any) -> int:
    """The number of the first post this member has not read; 1 for a visitor, the last one's when all is read."""
    if user is None or not user.is_authenticated:
        return 1
    read_to = Reading.objects.filter(member=user, thread=thread).values_list("number", flat=True).first() or 0
    return min(read_to + 1, max(1, thread.last_number))


def _thread_view(thread: Thread, reader: _Reader) -> ThreadView:
    reading = stance = None
    if reader.is_member:
        reading = Reading.objects.filter(member=reader.user, thread=thread).first()
        stance = reading.stance if reading else ""
        if not stance and thread.category_id:
            table = CategoryStance.objects.filter(member=reader.user, category=thread.category_id)
            stance = table.values_list("stance", flat=True).first()
    found = thread.thing
    return ThreadView(
        pk=thread.pk,
        slug=thread.slug,
        title=thread.title,
        url=thread.get_absolute_url(),
        topic=thread.topic,
        language=thread.language,
        category=category_line(thread.category) if thread.category else None,
        subject_label=str(found[0].label) if found else "",
        subject_url=found[0].url(found[1]) if found else "",
        author=person_of(thread.author),
        started_at=thread.started_at,
        posts=thread.shown,
        last_number=thread.last_number,
        is_closed=thread.is_closed,
        is_pinned=thread.is_pinned,
        is_question=thread.is_question,
        asked=thread.asked,
        is_asked=thread.is_question and _is_asked(thread, reader),
        may_ask=thread.is_question and reader.is_member and thread.author_id != reader.user.pk,
        is_settled=thread.is_question and thread.best_id is not None,
        best_number=thread.best.number if thread.best and thread.is_question else None,
        stance=stance or Stance.NORMAL,
        read_to=reading.number if reading else None,
        may_moderate=reader.is_moderator,
        may_rename=reader.is_moderator or (reader.is_member and thread.author_id == reader.user.pk),
    )


def thread_view(thread: Thread, user: Any, now: datetime) -> ThreadView:
    """A thread's head by itself, as its page shows it."""
    return _thread_view(thread, reader_of(user, now))


def _is_asked(thread: Thread, reader: _Reader) -> bool:
    return reader.is_member and thread.asked > 0 and thread.shared.filter(member=reader.user).exists()


def _rows(rows: Any, *, is_ordered: bool = False) -> Sequence[Post]:
    """At most one page of posts with their authors; one query."""
    found = rows.select_related("author", "reply_to")
    return list(found if is_ordered else found.order_by("number")[:PAGE])


def _hear(posts: Iterable[Post], thread: Thread, reader: _Reader) -> Heard:
    """As what the authors of a question's posts speak, and this reader."""
    people = {post.author.pk: post.author for post in posts if post.author}
    return hear(people | ({reader.user.pk: reader.user} if reader.is_member else {}), thread)


def _posts(
    posts: Sequence[Post], thread: Thread, reader: _Reader, view: ThreadView, heard: Heard
) -> tuple[PostView, ...]:
    """Each post with what the reader may do; one query for the reader's reactions."""
    mine = _own_reactions(posts, reader)
    return tuple(
        _view(post, thread, reader, view, mine.get(post.pk, frozenset()), badges_of(post, heard)) for post in posts
    )


def _own_reactions(posts: Iterable[Post], reader: _Reader) -> Mapping[int, frozenset[str]]:
    reacted = [post.pk for post in posts if post.reactions]
    if not (reader.is_member and reacted):
        return {}
    rows = Reaction.objects.filter(member=reader.user, post__in=reacted).values_list("post_id", "name")
    return {pk: frozenset(name for of, name in rows if of == pk) for pk in reacted}


def reaction_lines(counts: Mapping[str, int], mine: frozenset[str] = frozenset()) -> tuple[ReactionLine, ...]:
    """All reactions of the house in their order, those that nobody said with a count of 0."""
    return tuple(
        ReactionLine(name.value, str(name.label), counts.get(name.value, 0), name.value in mine)
        for name in ReactionName
    )


def _view(
    post: Post, thread: Thread, reader: _Reader, view: ThreadView, mine: frozenset[str], badges: tuple[Badge, ...]
) -> PostView:
    is_mine = reader.is_member and post.author_id == reader.user.pk
    is_shown = post.state == PostState.SHOWN
    in_time = reader.window is None or reader.now - post.at <= reader.window
    html = mark_safe(post.html) if sees_words(post, reader.user) else mark_safe("")  # noqa: S308 -- our own rendering, stored
    return PostView(
        pk=post.pk,
        number=post.number,
        author=person_of(post.author),
        voices=badges,
        html=html,
        language=view.language,
        thread_url=view.url,
        at=post.at,
        edited_at=post.edited_at,
        edits=post.edits,
        state=post.state,
        url=reverse("discussions:post", args=[post.pk]),
        reply_to=post.reply_to.number if post.reply_to else None,
        reactions=reaction_lines(post.reactions, mine),
        is_mine=is_mine,
        is_new=reader.is_member and not is_mine and post.number is not None and post.number > (view.read_to or 0),
        is_best=view.is_question and thread.best_id == post.pk,
        is_folded=post.author_id in reader.blocked,
        may_edit=post.state != PostState.DELETED and (reader.is_moderator or (is_mine and in_time)),
        may_delete=post.state != PostState.DELETED and (reader.is_moderator or is_mine),
        may_restore=post.state == PostState.DELETED
        and post.html != ""
        and (reader.is_moderator or (is_mine and post.state_by_id == post.author_id)),
        may_reply=reader.is_member and is_shown and (reader.is_moderator or not view.is_closed),
        may_react=reader.is_member and is_shown and not is_mine,
        may_flag=reader.is_member and is_shown and not is_mine,
        may_mark_best=is_shown and post.number != 1 and view.is_question and view.may_rename,
    )
