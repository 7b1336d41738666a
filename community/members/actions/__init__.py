"""What changes a member. allauth writes passwords, addresses and second factors; everything else is here."""

from .accounts import (
    change_avatar,
    change_privacy,
    change_zone,
    end_session,
    end_sessions,
    forget_password,
    keep_handle,
    note_session,
    register_member,
    remove_avatar,
    update_profile,
)
from .bans import NotBanned, ban_member, lapse_bans, unban_member
from .circles import NotAllowed, block_member, follow_member, unblock_member, unfollow_member
from .trust import NotNominated, end_nomination, nominate_member, record_activity, review_level

__all__ = [
    "NotAllowed",
    "NotBanned",
    "NotNominated",
    "ban_member",
    "block_member",
    "change_avatar",
    "change_privacy",
    "change_zone",
    "end_nomination",
    "end_session",
    "end_sessions",
    "follow_member",
    "forget_password",
    "keep_handle",
    "lapse_bans",
    "nominate_member",
    "note_session",
    "record_activity",
    "register_member",
    "remove_avatar",
    "review_level",
    "unban_member",
    "unblock_member",
    "unfollow_member",
    "update_profile",
]
