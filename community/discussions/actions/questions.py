"""Questions under things, and who else has one."""

from typing import Any

from django.db import transaction

from community.discussions import events
from community.discussions.actions.threads import open_thread
from community.discussions.actions.writing import lock_thread
from community.discussions.models import Post, SharedQuestion, Thread
from community.discussions.rules import TalkRefused, may_read_thread
from community.discussions.subjects import subject_of
from community.members.models import Member
from community.members.rules import is_confirmed
from community.moderation.queries import writing_refusal
from realtime import clock
from realtime.announce import announce


@transaction.atomic
def ask_under(
    thing: Any, *, by: Member, title: str, text: str, language: str = "fr", key: str = "", typed_ms: int | None = None
) -> Post:
    """Ask something about a thing of a registered subject, in a thread of its own; a repeat gives what there is.

    Refuses (`TalkRefused`) what `start_thread` refuses, what may not be read, and a subject that takes no questions.
    Announces `post.added`; nothing while the post is held for review.
    """
    subject = subject_of(thing)
    if not subject.takes_questions:
        raise TalkRefused("no_questions")
    if not subject.may_read(thing, by, clock.now()):
        raise TalkRefused("gone")
    place = {"subject": subject.name, "subject_id": thing.pk, "kind": Thread.Kind.QUESTION}
    return open_thread(place, by=by, title=title, text=text, language=language, key=key, typed_ms=typed_ms)


@transaction.atomic
def share_question(thread: Thread, *, by: Member) -> Thread:
    """Say that one has this question, too; once said it stays said. Announces `question.shared`.

    Refuses (`TalkRefused`) one's own, a thread that asks nothing or may not be read, and who may not write.
    """
    locked = _lock(thread, by)
    if locked.author_id == by.pk:
        raise TalkRefused("own_question")
    if SharedQuestion.objects.get_or_create(thread=locked, member=by)[1]:
        _count(locked)
    return locked


@transaction.atomic
def unshare_question(thread: Thread, *, by: Member) -> Thread:
    """Take that back; what was not said stays so. Announces `question.shared`."""
    locked = _lock(thread, by)
    if SharedQuestion.objects.filter(thread=locked, member=by).delete()[0]:
        _count(locked)
    return locked


def _lock(thread: Thread, by: Member) -> Thread:
    now = clock.now()
    locked = lock_thread(thread.pk)
    if not may_read_thread(locked, by, now):
        raise TalkRefused("gone")
    if not locked.is_question:
        raise TalkRefused("not_a_question")
    if not is_confirmed(by):
        raise TalkRefused("email_unconfirmed")
    if refusal := writing_refusal(by, now):
        raise TalkRefused("silenced", refusal)
    return locked


def _count(thread: Thread) -> None:
    thread.asked = thread.shared.count()
    thread.save(update_fields=["asked"])
    announce(events.question_shared(thread))
