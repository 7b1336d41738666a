"""Who may say what of all this is shown."""

from typing import Any

MANAGE = "recognition.manage_recognition"


def may_manage(user: Any) -> bool:
    """May this person switch points, levels, badges and leaderboards on and off? Asks the database for staff only."""
    is_staff = getattr(user, "is_active", False) and getattr(user, "is_staff", False)
    return bool(is_staff and user.has_perm(MANAGE))
