"""What the house does with ideas: each step with an answer, and two ideas that are one."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from community.discussions.actions.reading import carry_stances
from community.discussions.actions.threads import end_thread, thread_under
from community.members.models import Member
from community.recognition.actions import award
from community.text.clean import clean, refuse_text
from ideas.box import events, telling, webhooks
from ideas.box.actions.locking import lock_idea, lock_ideas
from ideas.box.actions.supporting import count_supports
from ideas.box.honours import PLANNED
from ideas.box.models import Idea, IdeaState, Step, Support
from ideas.box.rules import LONGEST_ANSWER, IdeaRefused, check_merge, check_move, may_manage
from ideas.box.search import forget_idea, index_idea
from realtime import clock
from realtime.announce import announce


@transaction.atomic
def move_idea(idea: Idea, to: str, *, by: Member, answer: str) -> Step:
    """Let an idea take a step, with what the house says to it. Tells its author, who supports and who follows it.

    Refuses (`IdeaRefused`) who may not answer, no answer, and a move that `rules.MOVES` does not hold. Announces
    `state` and `idea.moved`.
    """
    said = _answer(by, answer)
    idea, now = lock_idea(idea.pk), clock.now()
    if to == IdeaState.MERGED:  # that needs the other idea: `merge_idea`
        raise IdeaRefused("illegal_move", left=idea.get_state_display(), reached=IdeaState.MERGED.label)
    check_move(idea.state, to)
    step = _take_step(idea, to, said, by, now)
    index_idea(idea)
    if to == IdeaState.PLANNED and idea.author_id != by.pk:
        award(idea.author_id, PLANNED, idea.topic, universe_id=idea.universe_id)
    telling.tell_of_step(idea, step)
    webhooks.moved(idea, step)
    announce(*events.idea_moved(idea))
    return step


def move_ideas(ideas: Iterable[Idea], to: str, *, by: Member, answer: str) -> list[tuple[Idea, IdeaRefused]]:
    """Let several take the same step, each in its own transaction; answers which could not, and why."""
    refused = []
    for idea in ideas:
        try:
            move_idea(idea, to, by=by, answer=answer)
        except IdeaRefused as refusal:
            refused.append((idea, refusal))
    return refused


@transaction.atomic
def merge_idea(idea: Idea, into: Idea, *, by: Member, answer: str) -> Step:
    """Let an idea become part of another: its supporters and followers go along, nobody counted twice.

    Its page stays and leads there; its conversation is closed and can be read. Tells those of both. Refuses
    (`IdeaRefused`) who may not answer, no answer, a merge into itself, in a circle, into what was merged or is hidden,
    and what has gone too far. Announces `state` and `idea.moved` of the one, `support` of the other.
    """
    said = _answer(by, answer)
    if idea.pk == into.pk:
        raise IdeaRefused("merge_itself")
    source, target = lock_ideas(idea.pk, into.pk)
    now = clock.now()
    check_merge(source, target)
    carried = _carry_supports(source, target)
    Idea.objects.filter(merged_into=source).update(merged_into=target)
    _carry_talk(source, target, by)
    source.merged_into = target
    step = _take_step(source, IdeaState.MERGED, said, by, now, into=target, carried=carried)
    forget_idea(source)
    telling.tell_of_step(source, step)
    webhooks.moved(source, step)
    announce(*events.idea_moved(source), *events.support_changed(target))
    return step


def _answer(by: Member, answer: str) -> str:
    if not may_manage(by):
        raise IdeaRefused("forbidden")
    try:
        refuse_text(answer, longest=LONGEST_ANSWER)
    except ValidationError as refusal:
        raise IdeaRefused("no_answer") from refusal
    return clean(answer)


def _take_step(
    idea: Idea,
    to: str,
    answer: str,
    by: Member,
    now: datetime,
    *,
    into: Idea | None = None,
    carried: int | None = None,
) -> Step:
    step = Step.objects.create(
        idea=idea, left=idea.state, reached=to, answer=answer, into=into, carried=carried, by=by, at=now
    )
    idea.state, idea.answer, idea.answered_at = to, answer, now
    idea.save(update_fields=["state", "answer", "answered_at", "merged_into"])
    return step


def _carry_supports(source: Idea, target: Idea) -> int:
    """Move the supports, those of who supports both once; answers how many had supported the source."""
    there = Support.objects.filter(idea=target).values("member")
    carried = source.supports
    source.supported.exclude(member__in=there).update(idea=target)
    source.supported.all().delete()
    count_supports(source)
    count_supports(target)
    return carried


def _carry_talk(source: Idea, target: Idea, by: Member) -> None:
    """Close the one conversation, and let its followers follow the other."""
    ended = thread_under(source)
    carry_stances(ended, thread_under(target))
    end_thread(ended, by=by)
