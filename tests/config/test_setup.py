"""`config/setup.sh` names what is missing in one sentence, and does nothing when nothing is to do."""

import os
import shutil
import subprocess

import pytest

from tests.guards.tree import ROOT


@pytest.fixture
def machine(tmp_path):
    """A bare machine: its tree, and the folder on its PATH where a test puts the pythons."""
    tree, programs = tmp_path / "tree", tmp_path / "bin"
    (tree / "config").mkdir(parents=True)
    programs.mkdir()
    shutil.copy(ROOT / "config" / "setup.sh", tree / "config")
    shutil.copytree(ROOT / "requirements", tree / "requirements")
    for tool in ("sh", "dirname", "cmp", "cp", "mkdir", "cat"):
        (programs / tool).symlink_to(shutil.which(tool))
    return tree, programs


def put_python(programs, name: str, version: str, *, venv: bool = True) -> None:
    """A stand-in for a Python: it knows its version, makes a `.venv` with itself in it, notes what pip shall do."""
    script = f"""#!/bin/sh
    case "$*" in
    *version_info*) echo {version} ;;
    *ensurepip*) exit {0 if venv else 1} ;;
    *"-m venv"*) mkdir -p .venv/bin; cp {programs / name} .venv/bin/python ;;
    *"-m pip"*) echo "$*" >> asked-of-pip ;;
    esac
    """
    (programs / name).write_text(script)
    (programs / name).chmod(0o755)


def setup(machine, which: str = "base", **environment: str) -> "subprocess.CompletedProcess[str]":
    tree, programs = machine
    return subprocess.run(
        ["sh", "config/setup.sh", which],
        cwd=tree,
        env={"PATH": os.fspath(programs)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def asked_of_pip(machine) -> list[str]:
    noted = machine[0] / "asked-of-pip"
    return noted.read_text().splitlines() if noted.exists() else []


def test_no_python(machine):
    done = setup(machine)
    assert done.returncode == 1
    assert done.stderr == "Python 3.11, 3.12 or 3.13 is needed, and none was found on PATH.\n"


def test_only_another_python(machine):
    put_python(machine[1], "python3", "3.10")
    assert setup(machine).stderr == "Python 3.11, 3.12 or 3.13 is needed, and none was found on PATH.\n"


def test_a_wrong_python_by_name(machine):
    put_python(machine[1], "python3.9", "3.9")
    done = setup(machine, PYTHON="python3.9")
    assert done.returncode == 1
    assert done.stderr == "Python 3.11, 3.12 or 3.13 is needed, and PYTHON=python3.9 is none of them.\n"


def test_no_venv_module(machine):
    put_python(machine[1], "python3", "3.12", venv=False)
    done = setup(machine)
    assert done.returncode == 1
    assert done.stderr == "Python's venv module is missing (Debian and Ubuntu: apt-get install python3-venv).\n"


def test_a_python_that_is_not_the_default_one_will_do(machine):
    put_python(machine[1], "python3", "3.14")
    put_python(machine[1], "python3.13", "3.13")
    assert setup(machine).stdout.startswith("Making .venv with Python 3.13 …\n")


def test_the_second_time_nothing_is_done(machine):
    put_python(machine[1], "python3", "3.12")
    assert setup(machine).returncode == 0
    assert setup(machine).stdout == ""
    (asked,) = asked_of_pip(machine)
    assert asked.endswith("--require-hashes -r requirements/base.txt")


def test_what_tests_need_holds_what_running_needs(machine):
    put_python(machine[1], "python3", "3.12")
    setup(machine, "dev")
    assert setup(machine, "base").stdout == ""


def test_changed_pins_are_installed(machine):
    put_python(machine[1], "python3", "3.12")
    setup(machine)
    (machine[0] / "requirements" / "base.txt").write_text("django==5.2 --hash=sha256:0")
    assert setup(machine).stdout == "Installing requirements/base.txt …\n"


def test_a_venv_of_another_python_is_made_anew(machine):
    put_python(machine[1], "python3", "3.12")
    setup(machine)
    put_python(machine[1], "python3.11", "3.11")
    done = setup(machine, PYTHON="python3.11")
    assert done.stdout.startswith("Making .venv with Python 3.11 …\n")


def test_a_venv_whose_python_is_gone_is_made_anew(machine):
    put_python(machine[1], "python3", "3.12")
    setup(machine)
    (machine[0] / ".venv" / "bin" / "python").unlink()
    assert setup(machine).stdout.startswith("Making .venv with Python 3.12 …\n")
