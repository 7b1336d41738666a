"""Following an idea: its conversation, and each of its steps."""

from django.db import transaction

from community.discussions.actions.reading import set_stance
from community.discussions.actions.threads import thread_under
from community.discussions.models import Stance
from community.members.models import Member
from ideas.box.models import Idea


@transaction.atomic
def follow_idea(idea: Idea, *, by: Member) -> None:
    """Hear of each step, and see what is new in the conversation."""
    set_stance(thread_under(idea), Stance.TRACKING, by=by)


@transaction.atomic
def unfollow_idea(idea: Idea, *, by: Member) -> None:
    """Hear no more of it, unless one supports it."""
    set_stance(thread_under(idea), Stance.NORMAL, by=by)
