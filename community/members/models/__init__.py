from .bans import Ban
from .circles import Block, Follow
from .consents import Consent
from .members import LONGEST_BIO, Eyes, FormerHandle, Member, MemberManager, RetiredHandle, is_left_behind
from .standing import Activity, Days, Nomination

__all__ = [
    "LONGEST_BIO",
    "Activity",
    "Ban",
    "Block",
    "Consent",
    "Days",
    "Eyes",
    "Follow",
    "FormerHandle",
    "Member",
    "MemberManager",
    "Nomination",
    "RetiredHandle",
    "is_left_behind",
]
