"""The ledger when a member leaves: every line stays and adds up, what it was for goes."""

from django.db import connection, transaction

from community.personal.registry import Leaving

# The trigger that keeps the ledger lets a line forget its source in a transaction that says so, and nothing else of it.
_UNLOCK = "SELECT set_config('recognition.masking', 'on', true)"
_LOCK = "SELECT set_config('recognition.masking', 'off', true)"
_MASK = "UPDATE recognition_entry SET source = 'gone:' || id WHERE member_id = %s AND NOT starts_with(source, 'gone:')"


@transaction.atomic
def mask_ledger(leaving: Leaving) -> None:
    """Take out what a member's points were for; how many, for which reason and when stays, so that all adds up."""
    with connection.cursor() as cursor:
        cursor.execute(_UNLOCK)
        cursor.execute(_MASK, [leaving.member_id])
        cursor.execute(_LOCK)
