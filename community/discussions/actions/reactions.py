"""What one says to a post without words, and which answer helped."""

from django.db import transaction
from django.db.models import Count

from community.discussions import asking, events
from community.discussions.actions.posts import lock_post
from community.discussions.actions.writing import lock_members
from community.discussions.honours import BEST_ANSWER, source_of
from community.discussions.models import Post, PostState, Reaction, ReactionName, Thread
from community.discussions.rules import TalkRefused, may_read_thread
from community.members.actions.trust import record_activity
from community.members.models import Member
from community.moderation.queries import writing_refusal
from community.moderation.rules import may_moderate
from community.recognition.actions import award, lock_accounts, reverse_award
from realtime import clock
from realtime.announce import announce


@transaction.atomic
def add_reaction(post: Post, name: ReactionName, *, by: Member) -> Post:
    """Say `name` to a post; once said it stays said. Announces `reaction.changed`.

    Refuses (`TalkRefused`) one's own post, one that is not shown, and whom the moderation has silenced.
    """
    lock_members(by.pk, post.author_id)
    locked = _lock(post, by)
    if locked.author_id == by.pk:
        raise TalkRefused("own_post")
    if Reaction.objects.get_or_create(post=locked, member=by, name=name)[1]:
        _count(locked)
        counts = {by.pk: {"liked": 1}} | ({locked.author_id: {"received": 1}} if locked.author_id else {})
        for member_id in sorted(counts):  # two who react to each other must not wait for each other
            record_activity(member_id, **counts[member_id])
    return locked


@transaction.atomic
def remove_reaction(post: Post, name: ReactionName, *, by: Member) -> Post:
    """Take a reaction back; what was not said stays so. Announces `reaction.changed`."""
    locked = _lock(post, by)
    if Reaction.objects.filter(post=locked, member=by, name=name).delete()[0]:
        _count(locked)
    return locked


def _lock(post: Post, by: Member) -> Post:
    locked = (
        Post.objects.select_for_update(no_key=True, of=["self"]).select_related("thread").filter(pk=post.pk).first()
    )
    now = clock.now()
    if locked is None or locked.state != PostState.SHOWN or not may_read_thread(locked.thread, by, now):
        raise TalkRefused("nothing_shown")
    if refusal := writing_refusal(by, now):
        raise TalkRefused("silenced", refusal)
    return locked


def _count(post: Post) -> None:
    """Write the sums beside the post, under its lock, in the order in which reactions are shown."""
    counted = dict(
        Reaction.objects.filter(post=post)
        .values_list("name")
        .annotate(number=Count("pk"))
        .values_list("name", "number")
    )
    post.reactions = {name: counted[name] for name in ReactionName.values if name in counted}
    post.save(update_fields=["reactions"])
    announce(events.reaction_changed(post))


@transaction.atomic
def mark_best(post: Post, *, by: Member) -> None:
    """Say that this answer settled the question, instead of another. Announces `post.edited` and `thread.active`.

    For who asked, and for the moderation. Refuses (`TalkRefused`) outside questions, the question, what is hidden.
    """
    _mark(post, by, is_best=True)


@transaction.atomic
def unmark_best(post: Post, *, by: Member) -> None:
    """Take that back. Announces `post.edited` and `thread.active`."""
    _mark(post, by, is_best=False)


def _mark(post: Post, by: Member, *, is_best: bool) -> None:
    if refusal := writing_refusal(by, clock.now()):
        raise TalkRefused("silenced", refusal)
    thread, post = lock_post(post)
    if not thread.is_question or post.number == 1:
        raise TalkRefused("not_a_question")
    if by.pk != thread.author_id and not may_moderate(by):
        raise TalkRefused("not_yours")
    if post.state != PostState.SHOWN:
        raise TalkRefused("nothing_shown")
    if is_best == (thread.best_id == post.pk):
        return
    former, thread.best = thread.best, post if is_best else None
    thread.save(update_fields=["best"])
    _settle_points(thread, former, by)
    if is_best:
        asking.tell_of_best(thread, post, by=by)
    announce(*events.post_edited(thread, post), *events.thread_active(thread))


def _settle_points(thread: Thread, former: Post | None, by: Member) -> None:
    """Points for the best answer instead of the former one; none for who answers themself, or chooses themself."""
    best = thread.best
    lock_accounts(*(post.author_id for post in (former, best) if post))
    if former:
        reverse_award(former.author_id, BEST_ANSWER, source_of(former))
    if best and best.author_id not in {thread.author_id, by.pk}:
        universe_id = thread.category.universe_id if thread.category else None
        award(best.author_id, BEST_ANSWER, source_of(best), universe_id=universe_id)
