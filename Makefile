# make run   sets everything up (once) and starts the hotline in the foreground
# make test  sets up what the tests need and runs every check
# make bench measures; make pictures takes the guides' pictures anew; make clean removes what was made
PYTHON ?= python3
BIN := .venv/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: run test bench pictures setup clean lint

.venv/installed: pyproject.toml
	@echo "Python packages into .venv (a few minutes the first time) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Debian package python3-venv ..."; $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv >/dev/null; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --no-cache-dir --disable-pip-version-check -e '.[voice,test]'
	@touch $@

run: .venv/installed
	@exec $(BIN)/hotline run --setup

setup: .venv/installed
	@$(BIN)/hotline setup

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: .venv/installed
	@$(BIN)/hotline setup --for-tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/hotline ui-check
	@exec $(BIN)/pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

bench: .venv/installed
	@$(BIN)/hotline setup --for-tests
	@exec $(BIN)/python -m tests.bench

pictures: .venv/installed
	@$(BIN)/hotline setup --for-tests
	@KEEP_PICTURES=1 $(BIN)/pytest tests/acceptance/test_pictures.py

clean:
	rm -rf .venv .state .node agent_ui/node_modules agent_ui/dist
