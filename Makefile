# make run   installs and starts the bot on http://localhost:8080, without any account
# make test  installs what the tests need and runs them all
# make bench-understanding DATA=folder  measures understanding against others on public data
PYTHON ?= python3
VENV := .venv
DATA ?= ../shared/data
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup run test lint bench bench-understanding lock system-packages

setup: $(READY)

$(READY): pyproject.toml requirements-dev.txt
	@tools/setup "$(PYTHON)" "$(VENV)"
	@touch $@

run: setup
	@$(BIN)/amtsbote run

system-packages:
	@tools/system-packages

test: setup system-packages
	@$(BIN)/pytest

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/amtsbote check

bench-understanding: setup
	@$(BIN)/python -m tests.benchmarks.understanding $(DATA)

bench: setup
	@for bench in tests/benchmarks/bench_*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

lock: setup
	@tools/lock "$(BIN)"
