"""For whoever watches the servers: is this process alive, and can it do its work?"""

import threading

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.notices.queries import stranded_rounds

_migrated = threading.Event()  # a process's code does not change: once it was right, it stays so


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: database and, if configured, Redis answer, and no migration is missing; else 503 and which part it is."""
    parts = {"database": _database()}
    parts["migrations"] = _migrations() if parts["database"] == "ok" else "unknown"
    if settings.REDIS_URL:
        parts["redis"] = _redis()
    ready = set(parts.values()) == {"ok"}
    body: dict[str, object] = {"status": "ok" if ready else "failing", "parts": parts}
    if ready and (stranded := stranded_rounds()):
        body["stranded_rounds"] = len(stranded)  # somebody has to look; this process serves all the same
    return JsonResponse(body, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return "unreachable"
    return "ok"


def _migrations() -> str:
    if not _migrated.is_set():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "missing"
        _migrated.set()
    return "ok"


def _redis() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError:
        return "unreachable"
    return "ok"
