"""Without Redis there is one web process: whoever holds this lock of the database is it."""

import psycopg

from realtime.connect import connect

WEB_PROCESS = 7_215_002
REFUSED = (
    "Another web process serves this database already. "
    "Set REDIS_URL to run several side by side, or stop the other one first."
)


def hold_web_process() -> psycopg.Connection:
    """Take the lock and keep it as long as the returned connection lives; leave with one sentence if it is taken."""
    connection = connect(keepalives_idle=30)
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [WEB_PROCESS]).fetchone()
    if row != (True,):
        connection.close()
        raise SystemExit(REFUSED)
    return connection
