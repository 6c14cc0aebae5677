# Two commands are enough: `make demo` and `make test`. The rest are their parts.
.PHONY: help setup setup-dev system run demo test check fix types sabotage bench texts screenshots docs clean

V := .venv/bin
SIZE ?= pr

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## Put what serving needs into .venv (quick the second time)
	@sh scripts/setup.sh run

setup-dev: ## Put what tests need into .venv, and the system packages they need
	@sh scripts/setup.sh dev

demo: setup ## Serve http://127.0.0.1:8000 with synthetic organisations and people
	@$(V)/tasuki demo

run: setup ## Serve for real data
	@$(V)/tasuki run

test: setup-dev ## Check and test everything
	@sh scripts/test.sh

check: setup-dev ## Lint, types, floors, migrations; no tests
	@sh scripts/check.sh

fix: setup-dev ## Format and repair what can be repaired
	@$(V)/ruff check --fix src tests bench; $(V)/ruff format src tests bench

sabotage: setup-dev ## Break each promise on purpose; every control must find the damage
	@$(V)/python -m tests.proofs.run --sabotages

bench: setup-dev ## Measure; never part of the tests
	@$(V)/python -m bench.relay
	@$(V)/python -m bench.sealing
	@$(V)/python -m bench.insights

texts: setup-dev ## Add texts that have no Japanese yet to the catalogues
	@$(V)/python -m tests.repo.texts --update

screenshots: setup-dev ## Take the pictures of the README again
	@$(V)/python -m pytest tests/e2e -m browser -k screenshots --screenshots=docs/screens

clean: ## Remove what can be made again
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
