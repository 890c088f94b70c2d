# Everything that one does with this repository. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:  ## Say what there is to make
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

demo: setup  ## Show a panel at work on this machine
	@exec $(BIN)/fairpanel demo

setup: .venv/.setup  ## Install what running needs into .venv, and prepare the reader, the pages and the languages

test: .venv/.test programs  ## Install what the tests need, and run them all but the slow ones
	$(BIN)/pytest -m "not slow" -n 2 --dist loadgroup

test-fast: .venv/.test  ## Run the tests that need no browser and no minutes
	$(BIN)/pytest -m "not slow and not browser" -n 2 --dist loadgroup

test-slow: .venv/.test  ## Run the tests that take minutes
	$(BIN)/pytest -m slow --timeout 7200

check: .venv/.check  ## All that a reviewer asks for, fastest first
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python tools/messages.py check

pictures: .venv/.test programs  ## Take the documentation's pictures anew, with the browser tests
	$(BIN)/pytest -m browser -k newcomer
	mkdir -p docs/pictures && cp artefacts/receipt.png docs/pictures/ && cp artefacts/7-home.png docs/pictures/home.png

lock:  ## Compile the pins anew (needs uv)
	requirements/compile.sh --upgrade

clean:  ## Take away what was made
	rm -rf .venv node_modules build dist artefacts src/fairpanel/website/static/vendor

programs:
	@tools/programs.sh

.venv/bin/python:
	$(PYTHON) -m venv .venv || { echo "Python's venv is missing: on Debian, 'apt-get install python3-venv'." >&2; exit 1; }

.venv/.setup: requirements/setup.txt pyproject.toml package-lock.json $(wildcard src/fairpanel/website/locale/*/LC_MESSAGES/*.po) | .venv/bin/python
	$(BIN)/pip install --quiet --require-hashes --no-deps --requirement requirements/setup.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python tools/front_end.py
	$(BIN)/python tools/messages.py compile
	$(BIN)/python -m fairpanel.reading.models
	@touch $@

.venv/.test: requirements/test.txt .venv/.setup
	$(BIN)/pip install --quiet --require-hashes --no-deps --requirement requirements/test.txt
	@touch $@

.venv/.check: requirements/check.txt .venv/.test
	$(BIN)/pip install --quiet --require-hashes --no-deps --requirement requirements/check.txt
	@touch $@

.PHONY: help demo setup test test-fast test-slow check pictures lock clean programs
