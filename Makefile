# Westphalia's workshop. `make run` and `make test` are all a newcomer needs; each sets up what it uses.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install -q --disable-pip-version-check

.PHONY: help run test check docs train lock clean

help:            ## what each target does
	@grep -hE '^[a-z]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 10

run: .venv/run   ## set up, read examples/korea into world/, write brief.html
	$(BIN)/westphalia add examples/korea
	$(BIN)/westphalia brief IND -o brief.html
	@echo "Next: open brief.html; then, say,"
	@echo "  $(BIN)/westphalia dyad PRK RUS"
	@echo "  $(BIN)/westphalia disagreements"
	@echo "  $(BIN)/westphalia statements --actor CHN --modality reported"
	@echo "  $(BIN)/westphalia add YOUR/FOLDER"

test: .venv/dev  ## set up and run all the tests
	$(BIN)/python -m pytest

check: .venv/dev ## lint and types
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy

docs: .venv/dev  ## rebuild the generated pages of docs/
	$(BIN)/python -m westphalia.docs

train: .venv/dev ## fit the reader's encoders anew (hours; needs the shared corpora)
	$(PIP) -e '.[train]'
	$(BIN)/python -m training.train accurate
	$(BIN)/python -m training.weigh accurate
	$(BIN)/python -m training.train encoder
	$(BIN)/python -m training.weigh encoder

lock:            ## resolve pyproject.toml into locks/ again (needs uv)
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes -q --no-header -o locks/run.txt
	uv pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes -q --no-header -c locks/run.txt -o locks/dev.txt

clean:           ## remove what the targets above made
	rm -rf .venv world brief.html build dist src/*.egg-info

# The stamps say which lock the environment was installed from.
.venv/run: locks/run.txt pyproject.toml
	test -d .venv || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r locks/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .venv/run locks/dev.txt
	$(PIP) --require-hashes -r locks/dev.txt
	touch $@
