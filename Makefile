# Everything a person does with a checkout; `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Test processes: browser tests share one of them, PostgreSQL starts once in each. 0 tests in this process.
JOBS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
PINNED := --quiet --require-hashes --no-deps
PIN := $(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links

.PHONY: help run begin install test lint coverage mutants bench golden nemsis lock clean check-machine

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/runs ## Install what is needed, then serve the training ePCR (HOST=0.0.0.0 serves the classroom once a real class has begun, PORT=8000)
	@exec $(BIN)/epcr serve --demo --host "$(HOST)" --port "$(PORT)"

begin: .venv/runs ## Begin a real class: asks for the first administrator's name, shows a password once, moves a demo class aside
	@exec $(BIN)/epcr begin

install: .venv/runs .venv/tests ## Make .venv with everything pinned that runs and tests the project

test: .venv/runs .venv/tests ## Run every test (JOBS=0 in one process; ARGS="-k word" passes options to pytest)
	@if [ "$${CI:-}" = true ]; then bash tests/setup/provide.sh; fi
	$(BIN)/pytest -n $(JOBS) --dist loadgroup $(ARGS)

lint: .venv/runs .venv/tests ## Check style, format, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy epcr
	$(BIN)/pytest -q --no-header -p no:cacheprovider tests/setup/test_imports.py

coverage: .venv/runs .venv/tests ## Run every test and print the branch coverage of epcr/
	$(BIN)/pytest -n $(JOBS) --dist loadgroup --cov --cov-report term $(ARGS)

mutants: .venv/runs .venv/tests ## Flip the scope rules and checks one by one; say which flips no test notices (ARGS=--again tests those again)
	$(BIN)/python -m tests.mutants $(ARGS)

bench: .venv/runs .venv/tests ## Measure documents, batches, saving over HTTP and the scope check, as ratios within one run (four minutes)
	$(BIN)/python -m tests.bench

golden: .venv/runs .venv/tests ## Keep the documents of eight demo sheets as they are drawn now (look at tests/golden/kept before you commit)
	$(BIN)/python -m tests.golden

nemsis: .venv/runs .venv/tests ## Write schemas/nemsis/elements.csv anew from the published schema in ../shared/nemsis/xsd (FOLDER=another)
	$(BIN)/python -m tests.nemsis $(FOLDER)

lock: .venv/tests ## Renew the pins in requirements/ from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	$(PIN) $(UPGRADE) pyproject.toml --all-extras --group dev --group build -o requirements/dev.txt
	$(PIN) -c requirements/dev.txt pyproject.toml -o requirements/run.txt
	$(PIN) -c requirements/dev.txt --group build -o requirements/build.txt

clean: ## Remove .venv and what the tools made; the database stays
	rm -rf .venv build dist htmlcov mutants .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

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
