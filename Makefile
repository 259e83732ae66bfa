# make demo   serves a demonstration practice         (about a minute the first time)
# make test   runs the tests                          (some minutes)
# make help   lists the rest
.DEFAULT_GOAL := help
.PHONY: help demo test test-all test-long check env env-test clean
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= $(shell for p in /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 /usr/bin/python3 python3; do \
  if $$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON_PREFERENCE := only-system
export UV_SYSTEM_CERTS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
UV := .boot/bin/uv

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

demo: .venv/ready-demo ## serve a demonstration practice, PORT=8000 unless you say otherwise
	@.venv/bin/holdfast demo --port $(PORT)

test: env-test ## run the tests: rules, command line, web on SQLite and PostgreSQL, browser
	@.venv/bin/python tests/run.py

test-all: test ## run also what is slow: Spark, exhaustive checks, large files
	@.venv/bin/python tests/run.py --slow

test-long: env-test ## walk two worlds whole, and everything on PostgreSQL (an hour and more)
	@.venv/bin/python tests/run.py --long

check: env-test ## lint, types, import contracts, licences
	@.venv/bin/ruff check --no-cache . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
	@.venv/bin/python tests/licences.py

.boot/ready:
	@if [ -z "$(PYTHON)" ]; then echo "Holdfast needs Python 3.11 or later with venv. On Debian: sudo apt-get install make python3-venv"; exit 1; fi
	@echo "Making an environment for the installer (some seconds) ..."
	@$(PYTHON) -m venv .boot && .boot/bin/pip install --quiet uv==0.13.9 && touch $@

.venv/ready-demo: .boot/ready pyproject.toml uv.lock
	@echo "Installing what Holdfast needs into .venv (half a minute the first time) ..."
	@if [ ! -e .venv/ready-test ]; then $(UV) sync --quiet --frozen --extra web --python $(PYTHON); \
	 else $(UV) sync --quiet --frozen --extra web --extra batch --extra spark --group dev --python $(PYTHON) && touch .venv/ready-test; fi
	@touch $@

.venv/ready-test: .boot/ready pyproject.toml uv.lock
	@echo "Installing what the tests need into .venv (up to two minutes the first time) ..."
	@$(UV) sync --quiet --frozen --compile-bytecode --extra web --extra batch --extra spark --group dev --python $(PYTHON)
	@touch $@ .venv/ready-demo

env: .venv/ready-demo ## make the environment only

env-test: .venv/ready-test ## make the environment for the tests, with Chromium and PostgreSQL
	@.venv/bin/python tests/debian.py

clean: ## remove the environment and the demonstration
	@rm -rf .venv .boot var
