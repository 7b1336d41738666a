"""Sessions in the database, by Django; sockets read them too, many handshakes in one query."""

from django.contrib.sessions.backends import db
from django.core.cache import caches

NOTED_EVERY = 10 * 60  # seconds between two notes of when a browser was here


class SessionStore(db.SessionStore):
    """Keys are letters and digits, as Django draws them; what else a cookie says never reaches the database."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and str(key).isalnum()  # type: ignore[misc]  # not in the stubs


def is_due(session_key: str) -> bool:
    """Whether it is time to note that this browser was here; this process then leaves it for ten minutes."""
    return caches["own"].add(f"seen:{session_key}", value=True, timeout=NOTED_EVERY)
