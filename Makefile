# Each of these works as the first command after a clone, on a machine with Python 3.11+ and make.
#   make run    the bilag in data/raw -> the dataset in data/clean/current
#   make test   lint, types, import contracts, tests
#   make setup  only the virtual environment, from the hashed lock
#   make dev    the asset graph in a browser (Dagster)
#   make site   the documentation as a site in build/site

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# What runs on a server: the extras of the image, without the tools of development.
SERVED := ocr production dask postgres s3 sftp smb
READY := .venv/.ready

.PHONY: setup run test lint dev lock docs site clean
.DEFAULT_GOAL := run

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it, or say PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "The venv module is missing: apt install python3-venv (Debian, Ubuntu)"; exit 1; }
	@echo "Installing the locked packages into .venv (a few minutes the first time) ..."
	@$(BIN)/python -m pip --disable-pip-version-check -q install --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY)
	@$(BIN)/bilag run

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 2 --dist worksteal

# Dagster's home is kept, so that its runs are; set DAGSTER_HOME for another.
dev: export DAGSTER_HOME ?= $(CURDIR)/data/dagster
dev: $(READY)
	@mkdir -p "$$DAGSTER_HOME" && { test -e "$$DAGSTER_HOME/dagster.yaml" || cp deploy/dagster.yaml "$$DAGSTER_HOME/"; }
	$(BIN)/dagster dev

# Needs uv. The addresses of package indexes stay out of the lock.
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -o requirements.lock
	uv pip compile pyproject.toml $(SERVED:%=--extra %) -c requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -o requirements.served.lock

docs: $(READY)
	$(BIN)/python docs/rooms.py
	$(BIN)/python docs/reference.py
	$(BIN)/python -c "from schemas.dictionary import data_dictionary; print(data_dictionary(), end='')" > docs/data-dictionary.md
	$(BIN)/python -c "import pipeline.reconcile.run; from pipeline.reconcile.rule import describe_rules; print(describe_rules(), end='')" > docs/rules.md

# The pages of docs/ as a site in build/site; console blocks are rewritten with: python docs/console.py PAGE
site: $(READY)
	$(BIN)/mkdocs build --strict --quiet

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
