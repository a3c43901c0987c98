# The verbs of the project; `make` alone lists them. Every verb sets up first what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# The newest Python that all pinned wheels exist for comes first; any Python from 3.11 on may do.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help setup demo test check train evaluate bench bench-page bundle model neo4j neo4j-stop clean

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: $(READY) ## virtual environment in .venv with everything that the default needs

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or call make PYTHON=/path/to/python3" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt hatchling
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
		--no-build-isolation --editable '.[dev]'
	@touch $@

demo: setup ## the main job on samples/: graph.json, store and page in build/
	$(BIN)/zonegraph build samples --out build
	@echo "The page is here: $(CURDIR)/build/graph.html"

test: setup ## all tests that this machine can run, coverage gate, and what was skipped and why
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=term:skip-covered

check: setup ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# The matrices are small: one thread each is faster, and the bytes do not depend on the number of cores.
train evaluate: export OPENBLAS_NUM_THREADS = 1

train: setup ## the shipped models from the training documents: tagger, merge, relations
	$(BIN)/python -m extract.train --folds
	$(BIN)/python -m extract.train
	$(BIN)/python -m extract.train_merge --folds
	$(BIN)/python -m extract.relation_training

evaluate: setup ## quality figures: held-out writers, samples and, where ../shared is, dev gold and news
	$(BIN)/python -m extract.train --folds
	$(BIN)/python -m extract.train_merge --folds --output build/lowo/merge-all.model
	$(BIN)/python -m extract.crossvalidation --retrain

bench: setup ## characters a second, linearity, memory
	$(BIN)/python tests/bench_pipeline.py
	$(BIN)/python tests/bench_store.py
	$(BIN)/python tests/bench_identity.py
	$(BIN)/python tests/bench_rebuild.py

bench-page: setup ## the page in Chromium beside stock pyvis and sigma.js: first frame, select, drag, size
	$(BIN)/python -m tests.bench_page

bundle: setup ## dist/zonegraph-VERSION-bundle.zip: all wheels for Windows and Linux x86-64, to install offline
	rm -f dist/zonegraph-*.whl
	$(BIN)/python -m build --no-isolation --wheel --outdir dist . >/dev/null
	$(BIN)/python .ci/make_bundle.py dist/zonegraph-*.whl --output dist/$$(cd dist && ls zonegraph-*.whl \
		| sed -E 's/(zonegraph-[^-]+)-.*/\1/')-bundle.zip

model: setup ## zh_core_web_sm, the optional base layer, when it can be reached
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --timeout 15 --retries 1 \
		https://github.com/explosion/spacy-models/releases/download/zh_core_web_sm-3.8.0/zh_core_web_sm-3.8.0-py3-none-any.whl \
		2>/dev/null && echo "zh_core_web_sm 3.8.0 is installed: its votes enter the merge from now on" \
		|| echo "zh_core_web_sm cannot be reached from here: everything works without it, its effect is unmeasured"

neo4j: setup ## a real local Neo4j with Browser: from Maven artifacts, else by Docker Compose
	@$(BIN)/python -m cypher.server.local_server start

neo4j-stop: setup ## stops it
	@$(BIN)/python -m cypher.server.local_server stop

clean: ## build products and caches; not .venv, and not your decisions in build/decisions.jsonl
	test ! -d build || find build -mindepth 1 -maxdepth 1 ! -name decisions.jsonl -exec rm -rf {} +
	rm -rf dist htmlcov .coverage .coverage.* .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find graph extract cypher tests -name __pycache__ -type d -prune -exec rm -rf {} +
