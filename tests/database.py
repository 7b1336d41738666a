"""A database with every migration applied: each test process copies it instead of migrating one of its own.

What a test has committed goes again by deleting rows. Django's own way, TRUNCATE of more than a hundred tables and
everything that follows a migration, costs forty times as much.
"""

import hashlib
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

PREFIX = "qommunity_template_"
LOCK = 1_010_1010  # whoever builds; any number that nobody else takes
KEPT = 3  # templates: another branch's need not be built anew at each change of branch


def provide_template() -> str:
    """The name of the template for today's migrations; built first when there is none, by one process for all."""
    name = PREFIX + _digest_of_migrations()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [PREFIX])
            known = [row[0] for row in cursor.fetchall()]
            if name not in known:
                _build(cursor, name)
                for old in known[: 1 - KEPT]:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def _digest_of_migrations() -> str:
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*")):
            if file.is_file():
                digest.update(f"{app.label} {file.name} ".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _build(cursor, name: str) -> None:
    """Migrate under another name, and give it the right one when it is whole."""
    unfinished = f"{name}_unfinished"
    own, empty = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["TEMPLATE"]
    cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE {empty}')
    connection.close()
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = own
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


_kept: dict[str, bytes] = {}  # table → its rows after Django's flush, as COPY writes them


def empty(case) -> None:
    """Leave the database as Django's `flush` leaves it; stands in for `TransactionTestCase._fixture_teardown`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        may_pass_over_triggers = cursor.fetchone()[0]
    if not (_kept and may_pass_over_triggers):
        call_command("flush", verbosity=0, interactive=False)
        _keep()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # neither order nor append-only tables matter
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in _tables()))
        for table, rows in _kept.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)


def _keep() -> None:
    with connection.cursor() as cursor:
        for table in _tables():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                if rows := b"".join(copy):
                    _kept[table] = rows


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)
