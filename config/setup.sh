#!/bin/sh
# Make `.venv` hold what requirements/$1.txt pins ("base" to run, "dev" to test and check); nothing to do is done in no time.
set -eu
cd "$(dirname "$0")/.."
wanted=$1

stop() {
    echo "$1" >&2
    exit 1
}
version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true; }
fits() { case "$(version "$1")" in 3.11 | 3.12 | 3.13) true ;; *) false ;; esac }

if [ -n "${PYTHON:-}" ]; then
    fits "$PYTHON" || stop "Python 3.11, 3.12 or 3.13 is needed, and PYTHON=$PYTHON is none of them."
else
    for candidate in .venv/bin/python python3 python3.13 python3.12 python3.11; do
        if fits "$candidate"; then
            PYTHON=$candidate
            break
        fi
    done
    [ -n "${PYTHON:-}" ] || stop "Python 3.11, 3.12 or 3.13 is needed, and none was found on PATH."
fi

if [ "$(version .venv/bin/python)" != "$(version "$PYTHON")" ]; then
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python's venv module is missing (Debian and Ubuntu: apt-get install python3-venv)."
    echo "Making .venv with Python $(version "$PYTHON") …"
    "$PYTHON" -m venv --clear .venv
fi

# The stamp is a copy of the pins that were installed; dev.txt holds all of base.txt (kept by tests/guards).
if ! cmp -s "requirements/$wanted.txt" ".venv/installed-$wanted.txt"; then
    echo "Installing requirements/$wanted.txt …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$wanted.txt"
    cp requirements/base.txt .venv/installed-base.txt
    cp "requirements/$wanted.txt" ".venv/installed-$wanted.txt"
fi
