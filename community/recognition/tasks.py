"""The job of recognition: badges."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from community.recognition.actions.reviewing import review_badges
from community.recognition.jobs import REVIEW


@app.task(name=REVIEW, retry=RetryStrategy(max_attempts=10, exponential_wait=2))
def review(members: list[int], *, after_reversal: bool) -> None:
    """Look at the badges of members whose ledger got a line."""
    review_badges(members, after_reversal=after_reversal)
