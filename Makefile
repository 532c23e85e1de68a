# Two commands for people: `make run` opens the tutor, `make test` proves it. Both set up everything they need first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
TUTOR  := $(BIN)/python -m tutor
PORT   ?= 8501
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet --progress-bar off

.PHONY: help run test sweep check lint types docs browser format bench clean

help:            ## what there is
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Marginalia needs Python 3.11 or newer; say which with: make PYTHON=python3.12 run"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

# One stamp for running, one for testing: a second `make` is quick because nothing is asked of pip again.
$(VENV)/.ready: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Marginalia into $(VENV) (a few minutes the first time) ..."
	@$(PIP) -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Marginalia and its test tools into $(VENV) (a few minutes the first time) ..."
	@$(PIP) -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.ready

# What Python compiles is kept: the tests start the tutor some hundred times.
export PYTHONDONTWRITEBYTECODE :=

run: $(VENV)/.ready   ## open the tutor with its bundled books, on http://127.0.0.1:8501
	@$(TUTOR) ingest --bundled
	@$(TUTOR) ui --port $(PORT)

test: $(VENV)/.ready-dev   ## run the tests (the browser tests skip where there is no chromium)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not sweep"

sweep: $(VENV)/.ready-dev   ## run the tests that go through much data, and hold the README to what its commands print
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m sweep

check: $(VENV)/.ready-dev lint types test sweep   ## lint, types, then all tests (with doctests, and the README held to what its commands print)

lint: $(VENV)/.ready-dev   ## ruff, rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev   ## mypy
	@$(BIN)/mypy

docs: $(VENV)/.ready-dev   ## only: are the README's outputs in step with the code?
	@$(BIN)/python -m tests.docs --check

format: $(VENV)/.ready-dev   ## put everything in the house's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/python -m tests.docs --write

clean:           ## forget the environment and caches (your library is elsewhere: see `tutor where`)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
