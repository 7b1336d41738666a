"""The log when a member leaves: every act stays, the words about a person go."""

from django.db import connection, transaction

from community.moderation.models import AuditEntry
from community.personal.actions import rewrite_mentions
from community.personal.registry import Leaving

# The trigger that keeps the log lets words be changed in a transaction that says so, and nothing else of a row.
_UNLOCK = "SELECT set_config('moderation.masking', 'on', true)"
_LOCK = "SELECT set_config('moderation.masking', 'off', true)"
_MASK = """
UPDATE moderation_auditentry SET reason = '', data = jsonb_build_object('masked', true)
WHERE (about_id = %(member)s OR by_id = %(member)s) AND reason <> ''
"""
_UNSIGN = "UPDATE moderation_auditentry SET by_handle = %(tombstone)s WHERE by_id = %(member)s AND by_handle <> ''"


@transaction.atomic
def mask_log(leaving: Leaving) -> None:
    """Take a member's words, the words about them and their names out of the log; who did what to whom stays."""
    names: dict[str, int | str] = {"member": leaving.member_id, "tombstone": leaving.tombstone}
    with connection.cursor() as cursor:
        cursor.execute(_UNLOCK)
        cursor.execute(_MASK, names)
        cursor.execute(_UNSIGN, names)
        for column in ("reason", "data"):
            rewrite_mentions(AuditEntry, column, leaving)
        cursor.execute(_LOCK)
