"""A connection of one's own, outside Django's pool and its transactions."""

from typing import Any

import psycopg
from django.db import connections


def connect(**options: Any) -> psycopg.Connection:
    """Open a connection to the default database, in autocommit unless told otherwise; whoever opens it closes it."""
    params: dict[str, Any] = connections["default"].get_connection_params()
    # Django's cursor and adapters are made for its own connections.
    for name in ("cursor_factory", "context"):
        params.pop(name, None)
    return psycopg.connect(**(params | {"autocommit": True, "connect_timeout": 5} | options))
