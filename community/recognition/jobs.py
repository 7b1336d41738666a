"""What the worker is asked to do; the jobs themselves (`tasks`) stand above the actions that ask for them."""

from collections.abc import Iterable

from procrastinate.contrib.django import app

REVIEW = "community.recognition.tasks.review"
AT_ONCE = 500


def put_review_aside(member_ids: Iterable[int], *, after_reversal: bool) -> None:
    """Have the badges of these members looked at, once the caller's transaction is committed."""
    ordered = sorted(member_ids)
    for start in range(0, len(ordered), AT_ONCE):
        app.configure_task(REVIEW).defer(members=[*ordered[start : start + AT_ONCE]], after_reversal=after_reversal)
