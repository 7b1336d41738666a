"""Only actions write: whoever looks for “who changes this row?” has one room to look in."""

import ast
import re

import pytest

from tests.guards.tree import PARTS, calls, files_of, name, parsed

ROOMS = {"actions", "models", "migrations", "demo"}
WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# A row's own and a QuerySet's take keywords only; what a picture, a file, a cache or a digest has takes something else.
WRITES_WITHOUT_ARGUMENTS = {"save", "delete", "update"}
WRITING_SQL = re.compile(r"\s*(WITH\b.*\b)?(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s", re.DOTALL)
# A file that may write all the same, and why.
EXCEPTIONS: dict[str, str] = {
    "realtime/announce.py": "it writes and numbers the steps that actions announce",
    "realtime/history.py": "the log keeps itself: its epoch, and steps too old to be resumed from",
}


def may_write(path: str) -> bool:
    return path in EXCEPTIONS or bool(ROOMS & {part.removesuffix(".py") for part in path.split("/")})


def writes_in(path) -> list[int]:
    """The lines of a file that write: by the ORM, or by SQL."""
    methods = [(called, call) for called, call in calls(path) if isinstance(call.func, ast.Attribute)]
    found = [call.lineno for called, call in methods if called in WRITES]
    found += [call.lineno for called, call in methods if called in WRITES_WITHOUT_ARGUMENTS and not call.args]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.match(node.value):
            found.append(node.lineno)
    return sorted(set(found))


@pytest.mark.parametrize("part", PARTS)
def test_only_actions_write(part):
    found = [
        f"{name(path)}:{line}"
        for path in files_of(".py", part)
        if not may_write(name(path))
        for line in writes_in(path)
    ]
    assert not found, (
        f"{', '.join(found)}: a write outside `actions`. Make it one verb there (one transaction, its event on commit) "
        "and call that; if a library wants the write where it is, list the file in EXCEPTIONS with the reason."
    )


def test_no_exception_is_out_of_date():
    writing = {name(path) for path in files_of(".py", *PARTS) if writes_in(path)}
    assert set(EXCEPTIONS) <= writing, f"{set(EXCEPTIONS) - writing} no longer writes: strike it off EXCEPTIONS."


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("order.save()", [1]),
        ("Order.objects.filter(id=1).update(paid=True)", [1]),
        ("cursor.execute('  UPDATE drops_drop SET x = 1')", [1]),
        ("cursor.execute('WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a')", [1]),
        ("seen.update({'a': 1})\nimage.save(buffer, 'WEBP')", []),
        ("cache.delete('a')\ndigest.update(data)\nlabel = 'Update the page'", []),
    ],
)
def test_what_counts_as_a_write(tmp_path, source, lines):
    file = tmp_path / "views.py"
    file.write_text(source)
    assert writes_in(file) == lines
