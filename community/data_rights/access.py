"""From what an address says to what this member may fetch."""

from django.http import Http404

from community.data_rights.models import Export
from community.data_rights.rules import KEPT
from community.members.models import Member
from realtime import clock


def export_or_404(token: str, member: Member) -> Export:
    """The member's own copy while it is there; not found for anybody else, and once its two days are over."""
    fresh = Export.objects.filter(ready_at__gt=clock.now() - KEPT)
    if (export := fresh.filter(token=token, member=member).first()) and export.path.is_file():
        return export
    raise Http404(token)
