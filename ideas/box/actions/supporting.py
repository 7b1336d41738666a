"""Standing behind an idea, and not any more."""

from django.conf import settings
from django.db import transaction

from community.members.models import Member
from ideas.box import events, webhooks
from ideas.box.actions.locking import lock_idea, lock_supporter
from ideas.box.models import Idea, Support
from ideas.box.rules import IdeaRefused, budget_of, check_support, heat_of, warmer
from realtime import clock
from realtime.announce import announce


@transaction.atomic
def support_idea(idea: Idea, *, by: Member) -> Idea:
    """Stand behind an idea; who does already changes nothing.

    Refuses (`IdeaRefused`) who is not confirmed or suspended, what is hidden or has ended, and one more than the
    house's budget for the member's trust. Announces `support`.
    """
    member, idea, now = lock_supporter(by), lock_idea(idea.pk), clock.now()
    if Support.objects.filter(idea=idea, member=member).exists():
        return idea
    check_support(idea)
    _check_budget(member)
    Support.objects.create(idea=idea, member=member, at=now)
    idea.supports, idea.heat = idea.supports + 1, warmer(idea.heat, now)
    idea.save(update_fields=["supports", "heat"])
    webhooks.supported(idea)
    announce(*events.support_changed(idea))
    return idea


@transaction.atomic
def withdraw_support(idea: Idea, *, by: Member) -> Idea:
    """Stand behind it no more; who did not changes nothing. Possible as long as it is under way. Announces `support`.

    Refuses (`IdeaRefused`) who is suspended, and what has ended: what was supported then stays said.
    """
    member, idea = lock_supporter(by), lock_idea(idea.pk)
    mine = Support.objects.filter(idea=idea, member=member)
    if not mine.exists():
        return idea
    check_support(idea)
    mine.delete()
    count_supports(idea)
    webhooks.supported(idea)
    announce(*events.support_changed(idea))
    return idea


def count_supports(idea: Idea) -> None:
    """Write an idea's counter and its heat from the rows that are there, under its lock."""
    moments = list(idea.supported.values_list("at", flat=True))
    idea.supports, idea.heat = len(moments), heat_of([idea.proposed_at, *moments])
    idea.save(update_fields=["supports", "heat"])


def _check_budget(member: Member) -> None:
    limit = None if member.is_staff else budget_of(member.level, settings.IDEA_SUPPORTS)
    if limit is not None and Support.objects.spent().filter(member=member).count() >= limit:
        raise IdeaRefused("budget", limit=limit)
