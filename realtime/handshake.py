"""Who opens a socket: the sessions and members of all who arrive within a few milliseconds, read by two queries."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.exceptions import ValidationError
from django.http.cookie import parse_cookie
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from realtime import clock, origin
from realtime.thread import DatabaseThread
from realtime.topics import Viewer

GATHER = 0.004  # seconds for which arrivals gather
BATCH = 500
LONGEST_KEY = 40  # characters of a session key, as its column holds


class Handshakes:
    """Tells who is behind a session key, for many at once."""

    def __init__(self, thread: DatabaseThread) -> None:
        self._thread = thread
        self._waiting: list[tuple[str, asyncio.Future[Viewer | None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def viewer_of(self, session_key: str) -> Viewer | None:
        """The signed-in member of that session, or None."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Viewer | None] = loop.create_future()
        if not self._waiting:
            loop.call_later(GATHER, self._start)
        self._waiting.append((session_key, future))
        return await future

    def _start(self) -> None:
        waiting, self._waiting = self._waiting, []
        for first in range(0, len(waiting), BATCH):
            task = asyncio.ensure_future(self._answer(waiting[first : first + BATCH]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, waiting: list[tuple[str, asyncio.Future[Viewer | None]]]) -> None:
        try:
            viewers = await self._thread.run(read_viewers, {key for key, _ in waiting})
        except Exception as error:  # noqa: BLE001 -- each who waits gets the error, whatever it is
            for _, future in waiting:
                if not future.done():
                    future.set_exception(error)
            return
        for key, future in waiting:
            if not future.done():
                future.set_result(viewers.get(key))


def read_viewers(session_keys: Collection[str]) -> dict[str, Viewer]:
    """Session key → the member signed in by it. Django's own rules: expiry, back end, hash of the password."""
    sessions = _read_sessions(session_keys)
    member_ids = {member_id for data in sessions.values() if (member_id := _member_id(data)) is not None}
    members = {member.pk: member for member in get_user_model().objects.filter(pk__in=member_ids, is_active=True)}
    found = {}
    for key, data in sessions.items():
        member = members.get(_member_id(data))
        if member is not None and _is_signed_in(data, member):
            found[key] = _viewer(member)
    return found


def _read_sessions(session_keys: Collection[str]) -> dict[str, dict[str, Any]]:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = store.model.objects.filter(session_key__in=session_keys, expire_date__gt=clock.now())
    return {key: store.decode(data) for key, data in rows.values_list("session_key", "session_data")}


def _member_id(data: Mapping[str, Any]) -> Any:
    try:
        return get_user_model()._meta.pk.to_python(data[SESSION_KEY])  # noqa: SLF001 -- as django.contrib.auth does
    except (KeyError, ValidationError):
        return None


def _is_signed_in(data: Mapping[str, Any], member: Any) -> bool:
    """The back end is still in use, and the session's hash is that of the member's password, now or by an old key."""
    if data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    hashes = (member.get_session_auth_hash(), *member.get_session_auth_fallback_hash())
    return any(constant_time_compare(data.get(HASH_SESSION_KEY, ""), known) for known in hashes)


def _viewer(member: Any) -> Viewer:
    permissions = frozenset(member.get_all_permissions()) if member.is_staff else frozenset[str]()
    return Viewer(member, getattr(member, "language", settings.LANGUAGE_CODE), permissions)


def session_key(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The session cookie's value."""
    for value in origin.values(headers, b"cookie"):
        key = parse_cookie(value).get(settings.SESSION_COOKIE_NAME, "")
        if key.isalnum() and len(key) <= LONGEST_KEY:
            return key
    return None


def language(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The language of somebody who is not signed in: the browser's first that we speak, else the site's."""
    for value in origin.values(headers, b"accept-language"):
        for code, _ in parse_accept_lang_header(value):
            try:
                return get_supported_language_variant(code)
            except LookupError:
                continue
    return settings.LANGUAGE_CODE
