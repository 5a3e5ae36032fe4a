PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: run demo test slow check proof bench lock pictures screens

run: $(VENV)/installed
	@$(BIN)/python main.py run

# RESET=1 renews the sample data.
demo: $(VENV)/installed
	@$(BIN)/python main.py demo $(if $(RESET),--reset)

test: $(VENV)/installed-dev
	$(BIN)/pytest -m 'not slow' --numprocesses auto --dist worksteal

# The README's pictures, taken of the demo.
pictures: $(VENV)/installed-dev
	@scripts/install_browser.sh
	$(BIN)/python scripts/pictures.py

# docs/SCREENS.md: every screen of the chat, as the bot shows it.
screens: $(VENV)/installed-dev
	SCREENS=write $(BIN)/pytest -q tests/screens

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/alembic upgrade head --sql > $(VENV)/migrations.sql
	$(BIN)/squawk $(VENV)/migrations.sql

# The tests that take seconds each: in a real browser, and with whole processes.
slow: $(VENV)/installed-dev
	@scripts/install_browser.sh
	$(BIN)/pytest -m slow --numprocesses auto --dist worksteal

# Those, and the fault suite: processes and databases killed, frozen and stopped under load.
proof: slow
	$(BIN)/pytest proofs -s

# The tables of docs/BENCHMARKS.md.
bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks

# The newest versions that pyproject.toml allows, pinned with their hashes.
lock: $(VENV)/installed-dev
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--upgrade --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--upgrade --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--output-file requirements-dev.lock --group dev pyproject.toml

$(VENV)/installed: requirements.lock | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

$(VENV)/installed-dev: requirements-dev.lock | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

# pip is the last to be there: a venv that failed half way is made again.
$(VENV)/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
