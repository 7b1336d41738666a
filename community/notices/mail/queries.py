"""What a member gets by mail."""

from community.members.models import Member
from community.notices.kinds import MAIL, NoticeKind, all_kinds
from community.notices.models import Choice


def mailed_to(member: Member, kind: NoticeKind | None = None) -> list[str]:
    """The kinds, or the one asked for if it is among them, of which this member is told by mail. One query."""
    chosen = dict(Choice.objects.filter(member=member, channel=MAIL).values_list("kind", "wanted"))
    asked = [kind] if kind else all_kinds()
    return [each.name for each in asked if chosen.get(each.name, MAIL in each.by_default)]
