# Everything a person does with a checkout; `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Test processes, one more than there are cores, since browsers wait: each starts one of its own, PostgreSQL starts once. 0 tests in this process.
JOBS ?= 3
QUICK := tests/scope tests/checks tests/sheet tests/scores tests/test_letters.py tests/test_letters_compared.py tests/test_shown.py
TIMES ?= 10
KILLS ?= 50
SEED := $(or $(SEED),$(shell echo $$((RANDOM * RANDOM))))
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
SCRIPTS := tests/scripts
PINNED := --quiet --require-hashes --no-deps
PIN := $(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links

.PHONY: help run lan begin install test quick explore lint coverage mutants bench load golden nemsis judged bootstrap lock clean check-machine kills
.PHONY: strokes engines measure rooms docs messages migration hooks check-node

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/runs ## Install what is needed, then serve the training ePCR (HOST=0.0.0.0 serves the classroom once a real class has begun, PORT=8000)
	@exec $(BIN)/epcr serve --demo --host "$(HOST)" --port "$(PORT)"

lan: .venv/runs ## Serve the classroom once a real class has begun: a plain and a secure address, a code to scan (PORT=8000)
	@exec $(BIN)/epcr serve --lan --port "$(PORT)"

begin: .venv/runs ## Begin a real class: asks for the first administrator's name, shows a password once, moves a demo class aside
	@exec $(BIN)/epcr begin

install: .venv/runs .venv/tests ## Make .venv with everything pinned that runs and tests the project

test: .venv/runs .venv/tests ## Run every test (JOBS=0 in one process; ARGS="-k word" passes options to pytest)
	@if [ "$${CI:-}" = true ]; then bash tests/setup/provide.sh; fi
	@if $(MAKE) --silent check-node 2>/dev/null; then $(MAKE) --no-print-directory $(SCRIPTS)/node_modules/ready; fi
	$(BIN)/pytest -n $(JOBS) --dist loadgroup $(ARGS)

quick: .venv/runs .venv/tests ## Run the tests that need no browser, server or document: half a minute, while one writes
	$(BIN)/pytest -q -n $(JOBS) $(QUICK) $(ARGS)

explore: .venv/runs .venv/tests ## Invent other examples than make test, ten times as many (TIMES=10; SEED=… repeats one run)
	@echo "SEED=$(SEED)"
	EXPLORE=$(TIMES) $(BIN)/pytest -n $(JOBS) -m hypothesis --hypothesis-seed=$(SEED) $(ARGS)

lint: .venv/runs .venv/tests $(SCRIPTS)/node_modules/ready ## Check style, format, types, templates, scripts, stylesheets and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy epcr
	$(BIN)/djlint --lint --quiet templates
	$(SCRIPTS)/node_modules/.bin/eslint --no-config-lookup --config $(SCRIPTS)/eslint.config.js epcr/static $(SCRIPTS)
	$(SCRIPTS)/node_modules/.bin/stylelint --config $(SCRIPTS)/stylelint.config.js "epcr/static/*.css"
	$(BIN)/pytest -q --no-header -p no:cacheprovider tests/setup/test_imports.py

hooks: ## Let git run `make lint` before each commit of this checkout
	@hook="$$(git rev-parse --git-path hooks)/pre-commit"; \
	if [ -e "$$hook" ] && ! grep -q 'make hooks' "$$hook"; then \
		echo "$$hook is there already and is not ours; add the line: make lint" >&2; exit 1; fi; \
	mkdir -p "$$(dirname "$$hook")"; \
	printf '#!/bin/sh\n# Made by make hooks\nexec make --no-print-directory lint\n' > "$$hook"; \
	chmod +x "$$hook"; echo "$$hook runs make lint; delete it to be rid of it"

migration: .venv/runs .venv/tests ## Write the next migration from what the classes say and the newest migration does not (NAME="who reads")
	@$(BIN)/python -m tests.setup.migration "$(NAME)"

measure: .venv/runs .venv/tests ## Measure the source: lengths, complexity, templates, what is written twice, what pages cost; before and now (ARGS=--source, --places)
	@$(BIN)/python -m tests.measure $(ARGS)

rooms: .venv/runs .venv/tests ## Draw the rooms of the house from its imports: docs/images/rooms.svg
	@$(BIN)/python -m tests.setup.rooms

docs: .venv/runs .venv/tests ## Write the lists in docs/ that the code knows: fields, commands, settings, keys of schemas/
	@$(BIN)/python -m tests.setup.lists
	@$(BIN)/python -m tests.scope.test_rulesets_page

messages: .venv/runs .venv/tests ## Take the sentences that code and templates mark into the catalogs of other languages; then translate what is new
	@$(BIN)/python -m tests.setup.messages

coverage: .venv/runs .venv/tests ## Run every test and print the branch coverage of epcr/
	$(BIN)/pytest -n $(JOBS) --dist loadgroup --cov --cov-report term $(ARGS)

mutants: .venv/runs .venv/tests ## Flip the scope rules and checks one by one; say which flips no test notices (ARGS=--again tests those again)
	$(BIN)/python -m tests.mutants $(ARGS)

bench: .venv/runs .venv/tests ## Measure documents, batches, saving over HTTP, the scope check, and pages without a network, as ratios within one run (needs Chromium; seven minutes)
	$(BIN)/python -m tests.bench

strokes: .venv/runs .venv/tests ## Count the taps, keys, flicks and page loads of a call on a phone, before and now (needs Chromium; a minute)
	$(BIN)/python -m tests.strokes

engines: .venv/runs .venv/tests ## Walk the main journeys in Chromium, WebKitGTK and Firefox, on a secure and an insecure address (ARGS="--only Firefox")
	$(BIN)/python -m tests.engines $(ARGS)

load: .venv/runs .venv/tests ## Let 200 trainees, 60 browsers and 8 batches at a served demo class; ratios within one run (five minutes; ARGS="--seconds 10 --on SQLite")
	$(BIN)/python -m tests.load $(ARGS)

kills: .venv/runs .venv/tests ## Kill the browser while somebody types without a network (KILLS=50; SEED=… repeats one run; five minutes)
	KILLS=$(KILLS) SEED=$(SEED) $(BIN)/pytest -q -s -n0 tests/browser/test_offline_kills.py $(ARGS)

golden: .venv/runs .venv/tests ## Keep the documents of eight demo sheets as they are drawn now (look at tests/golden/kept before you commit)
	$(BIN)/python -m tests.golden

nemsis: .venv/runs .venv/tests ## Write the tables in schemas/nemsis anew from the published schema in ../shared/nemsis/xsd (FOLDER=another)
	$(BIN)/python -m tests.nemsis $(FOLDER)

judged: .venv/runs .venv/tests ## Judge 1,000 invented sheets as NEMSIS documents by the published schema and rules (minutes; ARGS=5000 judges others)
	$(BIN)/python -m tests.nemsis.judged $(ARGS)

bootstrap: .venv/runs .venv/tests ## Cut the part of Bootstrap that pages use out of the installed release, and what the sign-in page uses out of all (after a change of epcr.css)
	$(BIN)/python -m tests.bootstrap

lock: .venv/tests ## Renew the pins in requirements/ from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	$(PIN) $(UPGRADE) pyproject.toml --all-extras --group dev --group build -o requirements/dev.txt
	$(PIN) -c requirements/dev.txt pyproject.toml -o requirements/run.txt
	$(PIN) -c requirements/dev.txt --group build -o requirements/build.txt

clean: ## Remove .venv and what the tools made; the database stays
	rm -rf .venv $(SCRIPTS)/node_modules build dist htmlcov mutants .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

check-node:
	@command -v npm >/dev/null && node -e 'process.exit(process.versions.node.localeCompare("20.19", "en", { numeric: true }) < 0 ? 1 : 0)' || \
		{ echo "Node 20.19 or newer with npm is missing; it checks scripts and stylesheets: apt-get install nodejs npm" >&2; exit 1; }

check-machine:
	@PYTHON="$(PYTHON)" bash requirements/check-machine.sh

# The stamps: .venv/runs for what serves the project, .venv/tests for what tests it.
.venv/bin/python: | check-machine
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv

.venv/runs: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo "Installing what runs the project (half a minute)"
	@$(BIN)/pip install $(PINNED) -r requirements/run.txt -r requirements/build.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tests: requirements/dev.txt | .venv/runs
	@echo "Installing what tests the project (half a minute)"
	@$(BIN)/pip install $(PINNED) -r requirements/dev.txt
	@touch $@

$(SCRIPTS)/node_modules/ready: $(SCRIPTS)/package-lock.json | check-node
	@echo "Installing what checks the scripts and stylesheets (a few seconds)"
	@cd $(SCRIPTS) && npm ci --silent --ignore-scripts
	@touch $@
