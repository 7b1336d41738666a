"""A database with every migration applied: each test process copies it instead of migrating one of its own."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection

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
