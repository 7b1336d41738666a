"""What a member gets by mail."""

from community.members.models import Member
from community.notices.kinds import MAIL, NoticeKind
from community.notices.models import Choice
from community.notices.queries import decided_by
from community.notices.rules import Wishes, wants


def mailed_to(member: Member, kind: NoticeKind | None = None) -> list[str]:
    """The kinds, or the one asked for if it is among them, of which this member is told by mail. One query.

    `TO_COME` stands for those that nobody has registered yet.
    """
    chosen = Choice.objects.filter(member=member, channel=MAIL).values_list("kind", "wanted")
    wishes = Wishes(choices={(name, MAIL): wanted for name, wanted in chosen})
    if kind:
        return [kind.name] if wants(wishes, kind, MAIL) else []
    return [name for (name, place), wanted in decided_by(wishes).items() if wanted and place == MAIL]
