# Thin names for what the two scripts and the command do; `./run` and `./test` need no make.
.DEFAULT_GOAL := help
.PHONY: help run test test-all lint types messages kinds
py := .venv/bin/python

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: ## Start Civic with the demonstration
	./run

test: ## Quick tests: SQLite, no browser
	./test

test-all: ## SQLite, PostgreSQL and a real browser
	./test --all

lint: ## Style of the code
	.venv/bin/ruff check civic tests migrations config.py hatch_build.py

types: ## Types of the code
	.venv/bin/mypy

messages: ## Bring the catalogues of translations up to date with the code
	$(py) civic/translations/write.py

kinds: ## Write docs/developers/record-kinds.md from the code
	$(py) -m civic.record.kinds --markdown > docs/developers/record-kinds.md
