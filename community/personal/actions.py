"""Erasing what the registry says of one table. Every verb here finds nothing more to do the second time."""

from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet

from community.personal.registry import Blank, Delete, Keep, Leaving, Personal
from community.personal.traces import traces_of

# Names stand in braces, patterns are parameters. A column of JSON holds the names between quotes like any text: they
# are letters, digits and hyphens.
_REWRITE = 'UPDATE "{table}" SET "{column}" = {cast} WHERE "{column}"::text ~* %(pattern)s'
_REPLACED = "regexp_replace(\"{column}\"::text, %(pattern)s, %(instead)s, 'gi')"


def erase_entry(entry: Personal, leaving: Leaving) -> None:
    """Do with one table's rows what was registered; then take the member's name out of what the others say there.

    One transaction; what a part does by a callable has its own, as many as it needs.
    """
    fate = entry.on_erasure
    if not isinstance(fate, Delete | Blank | Keep):
        fate(leaving)
        return
    with transaction.atomic():
        _apply(fate, rows_of(entry, leaving.member_id))
        for column in _texts_of(entry):
            rewrite_mentions(entry.model, column, leaving)


def rows_of(entry: Personal, member_id: int) -> QuerySet[Any]:
    """The rows of a table that are about this member, in the order in which they were made."""
    return entry.model._default_manager.filter(**{entry.of: member_id}).order_by("pk")  # noqa: SLF001 -- Django's documented name


def rewrite_mentions(model: type[models.Model], column: str, leaving: Leaving) -> None:
    """Put the tombstone in the place of the member's names, in one column of text of all rows."""
    field: Any = model._meta.get_field(column)  # noqa: SLF001 -- Django's documented name
    replaced = _REPLACED.format(column=field.column)
    cast = f"{replaced}::jsonb" if isinstance(field, models.JSONField) else _within(replaced, field)
    sql = _REWRITE.format(table=model._meta.db_table, column=field.column, cast=cast)  # noqa: SLF001 -- as above
    with connection.cursor() as cursor:
        for pattern, instead in traces_of(leaving):
            cursor.execute(sql, {"pattern": pattern, "instead": instead})


def _apply(fate: Delete | Blank | Keep, rows: QuerySet[Any]) -> None:
    if isinstance(fate, Delete):
        rows.delete()
    elif isinstance(fate, Blank):
        rows.update(**fate.values)


def _texts_of(entry: Personal) -> list[str]:
    """The columns of the table itself that hold text; an address alone is somebody's way in, and names only them."""
    own = {field.name: field for field in entry.model._meta.local_concrete_fields}  # noqa: SLF001 -- as above
    texts = (models.CharField, models.TextField, models.JSONField)
    found = {name: own[name] for name in entry.fields if isinstance(own.get(name), texts)}
    return [name for name, field in found.items() if not isinstance(field, models.EmailField)]


def _within(replaced: str, field: Any) -> str:
    """A tombstone may be longer than the name was: no longer than the column takes."""
    return f"left({replaced}, {field.max_length})" if getattr(field, "max_length", None) else replaced
