"""Whose row and which idea's is locked: members first, by id, then ideas, by number, as everywhere in the house."""

from community.members.models import Member
from community.members.rules import is_confirmed
from ideas.box.models import Idea
from ideas.box.rules import IdeaRefused


def lock_supporter(by: Member) -> Member:
    """The member's row, locked until the commit: their supports are counted one after the other.

    Refuses (`IdeaRefused`) who is suspended or not confirmed, as the account is now.
    """
    member = Member.objects.select_for_update(no_key=True).filter(pk=by.pk, is_active=True).first()
    if member is None:
        raise IdeaRefused("suspended")
    if not is_confirmed(member):
        raise IdeaRefused("email_unconfirmed")
    return member


def lock_idea(pk: int) -> Idea:
    """An idea's row, locked until the commit. Refuses (`IdeaRefused`) one that is gone."""
    return lock_ideas(pk)[0]


def lock_ideas(*pks: int) -> list[Idea]:
    """Several, locked in the order of their numbers and given in the order asked for.

    Refuses (`IdeaRefused`) when one is gone.
    """
    rows = Idea.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    found = {idea.pk: idea for idea in rows}
    if len(found) < len(set(pks)):
        raise IdeaRefused("gone")
    return [found[pk] for pk in pks]
