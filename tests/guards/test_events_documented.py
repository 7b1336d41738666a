"""Each kind of event that the code announces stands in the protocol, and the protocol promises no other."""

import ast
import re

from tests.guards.tree import PARTS, ROOT, calls, files_of, name

PAGE = ROOT / "docs" / "protocol.md"


def announced() -> dict[str, str]:
    """Kinds written as text in `Step(topic, "kind", …)` and `Step(…, kind="kind")`, with the file that says so."""
    found = {}
    for path in files_of(".py", *PARTS):
        for called, call in calls(path):
            if called == "Step":
                kinds = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "kind")]
                found |= {kind.value: name(path) for kind in kinds if isinstance(kind, ast.Constant)}
    return found


def documented() -> set[str]:
    """The kinds in the last column of the table of topics."""
    section = PAGE.read_text(encoding="utf-8").split("## Topics")[1].split("\n## ")[0]
    last_columns = re.findall(r"^\|.*\|(.*)\|$", section, re.MULTILINE)
    return {kind for column in last_columns for kind in re.findall(r"`([a-z.]+)`", column)}


def test_each_event_is_documented():
    missing = {kind: file for kind, file in announced().items() if kind not in documented()}
    assert not missing, f"{missing}: write the kind into the table of topics in {name(PAGE)} before announcing it."
