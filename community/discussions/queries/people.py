"""Who wrote: the person beside a thread or a post, from a row that was read with it."""

from community.members.models import Member
from community.members.queries import Person
from community.members.trust import TrustLevel


def person_of(member: Member | None) -> Person | None:
    """The person of a member that a query brought along; None for an account that is gone."""
    if member is None:
        return None
    return Person(member.pk, member.handle, member.avatar, TrustLevel(member.level), member.is_staff, member.is_active)
