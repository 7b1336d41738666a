"""Who follows whom, and who wants silence from whom."""

from django.db import transaction
from django.db.models import Q

from community.members import rules
from community.members.models import Block, Follow, Member


class NotAllowed(Exception):
    """This member may not be followed, or not be blocked, by that one. It says nothing about why."""


@transaction.atomic
def follow_member(member: Member, *, followed_id: int) -> None:
    """Hear from somebody; harmless when repeated. Refuses (`NotAllowed`) whom one may not follow."""
    both = _lock(member.pk, followed_id)
    followed = both.get(followed_id)
    if followed is None or not rules.may_follow(member, followed) or _are_apart(member.pk, followed_id):
        raise NotAllowed
    Follow.objects.get_or_create(member=member, followed=followed)


def unfollow_member(member: Member, *, followed_id: int) -> None:
    """Hear no more from somebody; harmless when repeated."""
    Follow.objects.filter(member=member, followed=followed_id).delete()


@transaction.atomic
def block_member(member: Member, *, blocked_id: int) -> None:
    """Have silence from somebody; neither follows the other any more. Harmless when repeated.

    Refuses (`NotAllowed`) oneself and who works here: what the team has to say reaches everybody.
    """
    both = _lock(member.pk, blocked_id)
    blocked = both.get(blocked_id)
    if blocked is None or not rules.may_block(member, blocked):
        raise NotAllowed
    Block.objects.get_or_create(member=member, blocked=blocked)
    Follow.objects.filter(_between(member.pk, blocked_id, "member", "followed")).delete()


def unblock_member(member: Member, *, blocked_id: int) -> None:
    """Hear somebody again; who followed before does not follow again by itself. Harmless when repeated."""
    Block.objects.filter(member=member, blocked=blocked_id).delete()


def _lock(*ids: int) -> dict[int, Member]:
    """Both members in order of id: a follow and a block between the same two come one after the other."""
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {member.pk: member for member in rows}


def _are_apart(one: int, other: int) -> bool:
    return Block.objects.filter(_between(one, other, "member", "blocked")).exists()


def _between(one: int, other: int, subject: str, target: str) -> Q:
    return Q((subject, one), (target, other)) | Q((subject, other), (target, one))
