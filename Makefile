# Everything a contributor runs. `make` alone lists it.

PYTHON  ?= python3
# Two more than there are processors: a worker waits half its time for a browser, a server or a database.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)
ARGS    ?=

RUN  := .venv
TEST := .venv-test
LOCK := .venv-lock

# A stamp is named after what it was made from: when neither the lock nor pyproject.toml changed, there is nothing to do.
RUN_READY  := $(RUN)/.ready-$(shell cat requirements/app.txt pyproject.toml 2>/dev/null | cksum | cut -d ' ' -f 1)
TEST_READY := $(TEST)/.ready-$(shell cat requirements/dev.txt pyproject.toml 2>/dev/null | cksum | cut -d ' ' -f 1)

# Neighbours share a server, a browser and a database, so each worker begins with a stretch of its own and steals at the end.
PYTEST := $(TEST)/bin/python -m pytest -n $(WORKERS) --dist worksteal

PIP := -m pip install --quiet --disable-pip-version-check

# Compiled tests are kept, whatever the shell says: compiling them anew doubles the time until the first one runs.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.PHONY: help run quick test lint format lock bench screenshots reports mutate clean chromium

help:  ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_READY)  ## Start Midback on this machine and print its address (options: ARGS="--port 8001")
	@exec $(RUN)/bin/midback serve $(ARGS)

quick: lint  ## Check style, types and layers, then run what needs no database, browser or long search: about a minute
	@$(PYTEST) -p no:schemathesis -m "not slow" tests/architecture tests/content tests/unit $(ARGS)

test: lint chromium  ## Check style, types and layers, then run every test, browser tests included
	@$(PYTEST) $(ARGS)

lint: $(TEST_READY)  ## Check style, types and import layers
	@$(TEST)/bin/ruff check .
	@$(TEST)/bin/ruff format --check .
	@$(TEST)/bin/mypy
	@$(TEST)/bin/lint-imports --no-logo

format: $(TEST_READY)  ## Rewrite the code in the house format
	@$(TEST)/bin/ruff check --fix-only .
	@$(TEST)/bin/ruff format .

bench: $(TEST_READY)  ## Run every benchmarks/*.py
	@for file in benchmarks/*.py; do \
	  [ -e "$$file" ] || { echo "There is no benchmarks/*.py yet."; exit 0; }; \
	  echo "$$file"; $(TEST)/bin/python "$$file" $(ARGS) || exit 1; \
	done

screenshots: $(TEST_READY) chromium  ## Take the pictures of the pages anew
	@$(TEST)/bin/python scripts/screenshots.py $(ARGS)

reports: $(TEST_READY)  ## Write the knowledge card, and what code and content know of themselves into docs/reference
	@$(TEST)/bin/midback card > docs/safety/knowledge-card.md
	@$(TEST)/bin/python -c $(SCHEMA) > docs/reference/report.schema.json
	@$(TEST)/bin/python scripts/reference.py

SCHEMA = 'import json; from midback.exchange.report import report_schema as s; print(json.dumps(s(), indent=2, ensure_ascii=False))'

mutate: $(TEST_READY)  ## Change the rules' code in small ways and see whether a test notices
	@$(TEST)/bin/mutmut run --max-children $(WORKERS) $(ARGS)
	@$(TEST)/bin/mutmut results

chromium:
	@scripts/ensure-chromium

lock: $(LOCK)/.ready  ## Write requirements/*.txt from pyproject.toml (newest releases: ARGS=--upgrade)
	@CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --extra app --output-file requirements/app.txt
	@CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --extra app,postgres,kernel,dev \
	  --constraint requirements/app.txt --output-file requirements/dev.txt

COMPILE = $(LOCK)/bin/pip-compile pyproject.toml --quiet --generate-hashes --strip-extras --allow-unsafe \
  --build-deps-for editable --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(ARGS)

clean:  ## Remove everything that can be made again, virtual environments included
	@rm -rf $(RUN) $(TEST) $(LOCK) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@rm -rf .coverage .coverage.* htmlcov
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY):
	$(call make_venv,$(RUN),requirements/app.txt)

$(TEST_READY):
	$(call make_venv,$(TEST),requirements/dev.txt)

$(LOCK)/.ready:
	$(call need_python)
	@$(PYTHON) -m venv --clear $(LOCK)
	@$(LOCK)/bin/python $(PIP) 'pip>=26' 'pip-tools==7.6.2'
	@touch $@

# $(call make_venv,folder,lock file): the locked packages, each checked against its hash, then Midback itself from src.
define make_venv
	$(call need_python)
	@$(1)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(1)
	@echo "Installing $(2) into $(1); this takes a minute or two the first time."
	@$(1)/bin/python $(PIP) --require-hashes --requirement $(2)
	@$(1)/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@rm -f $(1)/.ready-* && touch $@
endef

define need_python
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Midback needs Python 3.11 or later. Name one like this: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
endef
