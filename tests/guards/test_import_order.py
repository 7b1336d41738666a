import subprocess
import sys

from tests.guards.tree import ROOT

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"


def test_imports_go_one_way():
    linted = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, (
        f"{linted.stdout}{linted.stderr}\nWho is lower must not import who is higher: let the higher part register "
        "itself with the lower one in AppConfig.ready() (see ARCHITECTURE.md)."
    )
