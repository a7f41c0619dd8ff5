# Sidestage from its source tree. `make run` and `make test` do their own set-up; a second call starts at once.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

ARGS ?=
SINCE ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# PYTHON=... decides for itself; else python3 if it is new enough, else the newest python3.x there is.
PYTHON ?= $(shell for python in python3 python3.{30..11}; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)
need_python = @[ -n "$(PYTHON)" ] || { echo "Sidestage needs Python 3.11 or newer; none was found." >&2; exit 1; }

# One folder that runs elsewhere, and the same packed; the packing has to be quick, for every test run does it.
VERSION := $(shell sed -n 's/^VERSION = "\(.*\)"$$/\1/p' webui/__init__.py)
ARCHIVE := dist/Sidestage-$(VERSION)-linux-$(shell uname -m).tar.xz
SQUEEZE := xz --threads=2 --x86 --lzma2=preset=1
PEERS := tests/bench/peers
COMPILE := build/lock/bin/uv pip compile --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock" --quiet
BUNDLED := $(shell find desktop webui assets -type f -not -name '*.pyc')

.PHONY: help setup run test quick check unit faults attack bench screenshots pictures package lock vendor clean

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 13

setup: .venv/ready ## Make .venv for running, from requirements.lock, and get what the window needs of the system

run: .venv/ready ## Start Sidestage: make run ARGS="--headless --port 6001"
	@exec $(BIN)/python -m desktop $(ARGS)

test: .venv/ready-for-tests tests/node_modules/ready ## Every check and every test
	@$(MAKE) check
	@npm --prefix tests test
	@$(MAKE) unit

quick: .venv/ready-for-tests tests/node_modules/ready ## For every commit, in a minute: the checks, the core, JavaScript, and what the change touches
	@$(MAKE) check
	@npm --prefix tests test
	@touched=$$($(BIN)/python -m tests.quick $(SINCE)) && echo "Python tests:" tests/core $$touched && \
		$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder tests/core $$touched

check: .venv/ready-for-checks tests/node_modules/ready ## Style, types and the import law
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	npm --prefix tests run check

unit: .venv/ready-for-tests ## The Python tests: the core with all its branches, then all others
	@rm -f build/second-try.txt
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q tests/core
	$(BIN)/coverage report
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/core || { \
		echo "What failed is tried once more, with nothing beside it:"; \
		$(BIN)/python -m pytest -p tests.second_try --last-failed --last-failed-no-failures none; }

faults: .venv/ready-for-tests ## Kills, full disks, outages, as many and as long as on a stage; make test has them in short
	LONG=1 $(BIN)/pytest tests/faults $(ARGS)

attack: .venv/ready-for-tests ## Floods, long fuzzing, ten thousand guesses; make test has the attacks in short
	LONG=1 $(BIN)/pytest tests/attacks $(ARGS)

bench: .venv/ready-for-checks tests/node_modules/ready ## Sidestage under load, beside other ways to do it: make bench ARGS="--quick"
	@$(BIN)/python -m tests.bench $(ARGS)

package: $(ARCHIVE) ## The bundle: dist/Sidestage/, and the same packed for others

screenshots: .venv/ready-for-tests ## Take the README's pictures anew, and all else to be looked at into build/screenshots
	$(BIN)/python -m tests.screenshots

pictures: .venv/ready-for-tests ## Take anew the small pictures that a test compares the gallery with
	$(BIN)/python -m tests.screenshots compared

lock: ## Resolve pyproject.toml anew: what running needs, what the checks need, what is measured beside
	$(need_python)
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/pip install --quiet --disable-pip-version-check uv
	$(COMPILE) pyproject.toml --extra setup -o requirements.lock
	$(COMPILE) pyproject.toml --all-extras --constraint requirements.lock -o requirements-dev.lock
	$(COMPILE) $(PEERS)/peers.in -o $(PEERS)/peers.lock

vendor: tests/node_modules/ready ## Copy the browser libraries of tests/node_modules into webui/static/vendor
	npm --prefix tests run vendor

clean: ## Remove everything that set-up and tests have made
	rm -rf .venv tests/node_modules build dist htmlcov .coverage* .hypothesis .*_cache *.egg-info
	find desktop webui tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready: requirements.lock pyproject.toml desktop/system_libraries.py
	$(need_python)
	@$(PYTHON) desktop/system_libraries.py run
	@[ -x $(BIN)/pip ] || $(PYTHON) -m venv --clear .venv
	@echo "Installing the Python packages of requirements.lock into .venv ..."
	@mkdir -p build
	@sed -n '/^setuptools==/,/[^\]$$/p' requirements.lock > build/tools.lock
	@$(PIP) install --require-hashes -r build/tools.lock
	@$(PIP) install --require-hashes --use-pep517 --no-build-isolation -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --config-settings editable_mode=compat -e .
	@touch $@

.venv/ready-for-checks: .venv/ready requirements-dev.lock
	@echo "Installing the test tools of requirements-dev.lock into .venv ..."
	@$(PIP) install --require-hashes --use-pep517 --no-build-isolation -r requirements-dev.lock
	@touch $@

.venv/ready-for-tests: .venv/ready-for-checks
	@$(BIN)/python desktop/system_libraries.py test
	@touch $@

.venv/ready-to-package: .venv/ready-for-checks
	@$(BIN)/python desktop/system_libraries.py package
	@touch $@

$(ARCHIVE): .venv/ready-to-package build.spec LICENSE $(BUNDLED)
	@echo "Building dist/Sidestage ..."
	@mkdir -p build
	@$(BIN)/pyinstaller build.spec --noconfirm --log-level ERROR --distpath dist --workpath build/bundle
	@echo "Packing $@ ..."
	@set -o pipefail && tar --directory dist --owner=0 --group=0 --sort=name --create Sidestage | $(SQUEEZE) > $@.part
	@mv $@.part $@
	@du --apparent-size --block-size=MB --summarize dist/Sidestage $@

tests/node_modules/ready: tests/package.json tests/package-lock.json .venv/ready-for-tests
	@echo "Installing the JavaScript test tools into tests/node_modules ..."
	@cd tests && npm ci --no-audit --no-fund
	@touch $@
