"""From what an address says to what this member was told."""

from django.http import Http404

from community.members.models import Member
from community.notices import queries
from community.notices.kinds import Told


def told_or_404(member: Member, notice_id: int) -> Told:
    """A notice of this member's; "not found" for anybody else's."""
    if told := queries.told_to(member, notice_id):
        return told
    raise Http404(str(notice_id))
