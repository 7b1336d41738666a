"""Changing what an idea says, while the house has not answered; what it said before stays for everybody to read."""

from datetime import datetime

from django.db import transaction

from community.discussions.actions.composing import Composed, clean_title, compose
from community.discussions.actions.departing import retitle_thread, retitle_told
from community.discussions.actions.writing import limits_for, lock_writer
from community.discussions.models import Thread
from community.discussions.rules import TalkRefused
from community.members.models import Member
from community.members.trust import Limits
from community.moderation.actions.items import hold_content
from community.pictures.actions import hide_pictures, use_pictures
from community.text.clean import clean
from community.universes.models import Universe
from ideas.box import events
from ideas.box.actions.locking import lock_idea
from ideas.box.actions.proposing import DAY, KIND, hide_idea, slug_for, write_words
from ideas.box.models import Idea, Revision
from ideas.box.models.steps import LONGEST_REASON
from ideas.box.rules import check_edit, check_price
from ideas.box.search import index_idea
from ideas.box.talk import SUBJECT
from realtime import clock
from realtime.announce import announce


@transaction.atomic
def edit_idea(
    idea: Idea,
    *,
    by: Member,
    universe: Universe,
    title: str,
    text: str,
    price_from: int | None = None,
    price_to: int | None = None,
    reason: str = "",
) -> Idea:
    """Change what an idea says; its supports stay, and its history says how many there were.

    Refuses (`TalkRefused`) another's idea, one that the house has answered, one edit too soon or too many, and what
    `propose_idea` refuses; words that the screening would hold hide the idea until they are read. The same again is no
    edit. Announces `idea.edited`.
    """
    now = clock.now()
    editor = lock_writer(by, now)
    idea = lock_idea(idea.pk)
    check_edit(idea, editor)
    title, limits = clean_title(title), limits_for(editor)
    check_price(price_from, price_to)
    composed = compose(text, author=editor, limits=limits, language=idea.language, title=title, carried=idea.pictures)
    says = (title, composed.source, universe.pk, price_from, price_to)
    if says == (idea.title, idea.source, idea.universe_id, idea.price_from, idea.price_to):
        return idea
    _check_pace(editor, limits, now)
    _keep(idea, editor, now, reason)
    idea.universe, idea.price_from, idea.price_to = universe, price_from, price_to
    idea.edits, idea.edited_at = idea.edits + 1, now
    _retitle(idea, title)
    write_words(idea, composed)
    use_pictures(editor, composed.pictures)
    _show_or_hold(idea, composed, editor)
    return idea


def _keep(idea: Idea, editor: Member, now: datetime, reason: str) -> None:
    Revision.objects.create(
        idea=idea,
        title=idea.title,
        source=idea.source,
        universe_id=idea.universe_id,
        price_from=idea.price_from,
        price_to=idea.price_to,
        supports=idea.supports,
        by=editor,
        at=now,
        reason=" ".join(clean(reason).split())[:LONGEST_REASON],
    )


def _retitle(idea: Idea, title: str) -> None:
    """On its page, in its address, and wherever its talk and the notices name it; the old address leads there."""
    if title == idea.title:
        return
    idea.title, idea.slug = title, slug_for(title)
    for thread in Thread.objects.filter(subject=SUBJECT.name, subject_id=idea.pk, kind=Thread.Kind.TALK):
        retitle_thread(thread.pk, title)
    retitle_told(f"idea:{idea.pk}", title)


def _show_or_hold(idea: Idea, composed: Composed, editor: Member) -> None:
    if not idea.is_shown:
        hide_pictures(idea.pictures, owner_id=idea.author_id)
    elif composed.is_held:
        hold_content(KIND, str(idea.pk), author_id=editor.pk, why=list(composed.why_held))
        hide_idea(idea)
        idea.refresh_from_db(fields=["visibility"])
    else:
        index_idea(idea)
        announce(*events.idea_edited(idea))


def _check_pace(editor: Member, limits: Limits, now: datetime) -> None:
    """Refuse (`TalkRefused`) one edit more than there may be posts. Under the editor's lock."""
    edits = Revision.objects.filter(by=editor)
    latest = edits.order_by("-at").values_list("at", flat=True).first()
    left = (limits.seconds_between_posts or 0) - (now - latest).total_seconds() if latest else 0
    if left > 0:
        raise TalkRefused("too_soon", seconds=int(left) + 1)
    if limits.posts_a_day is not None and edits.filter(at__gt=now - DAY).count() >= limits.posts_a_day:
        raise TalkRefused("edits_a_day", limit=limits.posts_a_day)
