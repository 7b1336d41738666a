"""What the moderation changes."""

from .audit import record
from .flags import FlagRefused, flag_content
from .house import NotAModerator, add_rule, change_settings, switch_rule
from .items import (
    DeskRefused,
    approve_item,
    claim_item,
    decline_item,
    drop_item,
    hold_content,
    release_item,
)
from .sanctions import (
    CannotSanction,
    NeedsReason,
    NotSanctioned,
    lift_silence,
    lift_suspension,
    silence_member,
    suspend_member,
)

__all__ = [
    "CannotSanction",
    "DeskRefused",
    "FlagRefused",
    "NeedsReason",
    "NotAModerator",
    "NotSanctioned",
    "add_rule",
    "approve_item",
    "change_settings",
    "claim_item",
    "decline_item",
    "drop_item",
    "flag_content",
    "hold_content",
    "lift_silence",
    "lift_suspension",
    "record",
    "release_item",
    "silence_member",
    "suspend_member",
    "switch_rule",
]
