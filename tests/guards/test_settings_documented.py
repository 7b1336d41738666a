"""docs/operations/settings.md names each environment variable that the code reads, and no other."""

import ast
import re

from tests.guards.tree import PARTS, ROOT, calls, files_of, name

PAGE = ROOT / "docs" / "operations" / "settings.md"
READERS = {
    "text",
    "secret",
    "choice",
    "flag",
    "number",
    "numbers",
    "words",
    "origin",
    "database",
    "redis",
    "email",
    "getenv",
}
# Set by ourselves for our own child processes or by libraries; nobody sets them by hand.
INTERNAL = {"XDG_RUNTIME_DIR", "TEST_TEMPLATE", "DJANGO_SETTINGS_MODULE"}


def read_in(path) -> set[str]:
    """The variables a file reads: `env.text("NAME")`, `os.environ.get("NAME")`, `os.environ["NAME"]`."""
    found = set()
    for called, call in calls(path):
        of = ast.unparse(call.func)
        if (called in READERS and of.startswith(("env.", "os."))) or of == "os.environ.get":
            found |= {arg.value for arg in call.args[:1] if isinstance(arg, ast.Constant)}
    return found


def test_each_variable_is_documented_and_no_other():
    read = {variable: name(path) for path in files_of(".py", "config", *PARTS) for variable in read_in(path)}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    missing = {variable: file for variable, file in read.items() if variable not in documented | INTERNAL}
    assert not missing, f"{missing}: add a row to {name(PAGE)}: name, default, what it does, what a wrong value says."
    assert documented <= set(read), f"{documented - set(read)}: nothing reads it any more; strike the row off."
