"""The log, for the parts that write into it: `record(verb, by=…, kind=…, key=…, about_id=…, reason=…)`."""

from community.moderation.actions.audit import record

__all__ = ["record"]
