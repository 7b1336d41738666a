# The commands to learn: make run · test · check · fmt · bench · demo
.PHONY: run demo test test-heavy check messages fmt bench lock base dev services
.DEFAULT_GOAL := run

PORT ?= 8000
PYTHON ?=
PY := .venv/bin/python
MANAGE := $(PY) manage.py
LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
LOCK += --no-emit-index-url --no-emit-find-links

run: base  ## The whole site on this machine: http://localhost:8000 (PORT= changes it); Ctrl-C ends all of it.
	@PORT=$(PORT) exec $(MANAGE) run

demo: base  ## Load the demo content, or refresh it.
	@$(MANAGE) demo

test: services  ## All tests but the heavy ones; three at a time, for a good part of their time is waiting.
	$(PY) -m pytest -n 3 --dist loadgroup -m "not heavy"

test-heavy: services  ## Races of 20 runs, thousands of sockets, long state machines.
	$(PY) -m pytest -m heavy --timeout 1800

check: dev  ## What can be seen without running: style, types, order, migrations, templates, catalogues, settings.
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(MANAGE) makemigrations --check --dry-run --settings config.settings.test
	$(PY) -m pytest -q tests/guards
	$(PY) -m deploy.check

messages: dev  ## Bring the catalogues up to date with the code, and compile them.
	$(PY) -m django makemessages -l de -l en --no-obsolete --no-location --no-wrap -i tests -i docs
	$(PY) -m django compilemessages -i .venv -i .local

fmt: dev  ## Format Python and templates.
	$(PY) -m ruff check --fix-only --quiet
	$(PY) -m ruff format
	git ls-files -z '*.html' | xargs -0 .venv/bin/djade --target-version 5.2

bench: services  ## One JSON object a line; what each figure means stands in benchmarks/.
	@$(PY) -m benchmarks.start
	@$(PY) -m benchmarks.fan_out
	@$(PY) -m benchmarks.claims
	@$(PY) -m benchmarks.drop
	@$(PY) -m benchmarks.cafe
	@$(PY) -m benchmarks.search
	@$(PY) -m benchmarks.notices
	@$(PY) -m benchmarks.ideas
	@$(PY) -m benchmarks.gallery
	@$(PY) -m benchmarks.ceremony
	@$(PY) -m benchmarks.explaining

lock:  ## Pin the requirements anew, with hashes; needs uv.
	$(LOCK) requirements/base.in -o requirements/base.txt
	$(LOCK) requirements/dev.in -c requirements/base.txt -o requirements/dev.txt

base:
	@PYTHON="$(PYTHON)" sh config/setup.sh base

dev:
	@PYTHON="$(PYTHON)" sh config/setup.sh dev

services: dev
	@$(PY) tests/services.py
