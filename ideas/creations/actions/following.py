"""Hearing of a creation's steps, and not any more."""

from community.members.models import Member
from ideas.creations.models import Creation, Following


def follow_creation(creation: Creation, *, by: Member) -> Following:
    """Have this member told of each step; harmless when repeated."""
    return _choose(creation, by, follows=True)


def unfollow_creation(creation: Creation, *, by: Member) -> Following:
    """Tell this member of no step any more, although they took part."""
    return _choose(creation, by, follows=False)


def _choose(creation: Creation, member: Member, *, follows: bool) -> Following:
    chosen, _created = Following.objects.update_or_create(
        creation=creation, member=member, defaults={"follows": follows}
    )
    return chosen
