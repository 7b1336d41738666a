"""What the guards look at: the files of this tree that git keeps or would keep."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("realtime", "community", "ideas", "challenges", "drops", "editorial")


@cache
def files() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def files_of(suffix: str, *folders: str) -> Iterator[Path]:
    """Each file with this suffix, in these top folders or everywhere."""
    for path in files():
        if path.suffix == suffix and (not folders or path.relative_to(ROOT).parts[0] in folders):
            yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call in a Python file with the last part of what is called: `("save", <order.save()>)`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def modules_called_by(template: Path) -> list[str]:
    """The script modules that a template calls by data-module, also those it calls on a condition."""
    called = re.findall(r'data-module="([^"]*)"', template.read_text(encoding="utf-8"))
    return [module for names in called for module in re.sub(r"{%.*?%}", " ", names).split()]
