"""What the team does at its desk, for its own eyes: notes, and who looks after an idea."""

from django.db import transaction

from community.members.models import Member
from community.text.clean import clean
from ideas.box.actions.locking import lock_idea
from ideas.box.models import Idea, Note
from ideas.box.rules import LONGEST_NOTE, IdeaRefused, may_manage
from realtime import clock


def note_idea(idea: Idea, text: str, *, by: Member) -> Note:
    """Note something for the team. Refuses (`IdeaRefused`) who may not answer, and an empty note."""
    if not may_manage(by):
        raise IdeaRefused("forbidden")
    if not (noted := clean(text)[:LONGEST_NOTE].strip()):
        raise IdeaRefused("no_note")
    return Note.objects.create(idea=idea, text=noted, by=by, at=clock.now())


@transaction.atomic
def assign_idea(idea: Idea, to: Member | None, *, by: Member) -> Idea:
    """Say who looks after an idea, or that nobody does. Refuses (`IdeaRefused`) who may not answer, on both ends."""
    if not may_manage(by):
        raise IdeaRefused("forbidden")
    if to is not None and not may_manage(to):
        raise IdeaRefused("not_staff")
    idea = lock_idea(idea.pk)
    idea.assigned_to = to
    idea.save(update_fields=["assigned_to"])
    return idea
