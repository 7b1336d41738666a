"""Reading what one was told."""

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Now

from community.members.models import Member
from community.notices.events import notices_read
from community.notices.models import Notice
from community.notices.queries import unread_of
from realtime.announce import announce


@transaction.atomic
def mark_read(member: Member, notice_ids: Collection[int] | None = None) -> int:
    """Mark a member's notices as read, all of them without ids; answers how many. Others' ids change nothing.

    Announces `notice.read` when there was something to read.
    """
    notices = Notice.objects.filter(member=member, read_at=None)
    if notice_ids is not None:
        notices = notices.filter(pk__in=notice_ids)
    read = notices.update(read_at=Now())
    if read:
        announce(notices_read(member.pk, unread_of(member.pk)))
    return read
