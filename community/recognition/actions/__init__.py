"""What changes points and badges; other parts call `award`, `award_all`, `reverse_award`, in their own transaction."""

from .awarding import award, award_all, lock_accounts, reverse_award

__all__ = ["award", "award_all", "lock_accounts", "reverse_award"]
