#!/bin/sh
# Everything that can be checked without running the product.
set -eu
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=tests.settings PYTHONPATH=.
export TASUKI_DATA="${TASUKI_DATA:-${TMPDIR:-/tmp}/tasuki-check-$(id -u)}"
step() { printf '\n== %s\n' "$1"; shift; "$@"; }
step "ruff" .venv/bin/ruff check --quiet src tests bench
step "format" .venv/bin/ruff format --quiet --check src tests bench
step "floors" .venv/bin/lint-imports --no-cache
step "types" .venv/bin/mypy src/tasuki/core src/tasuki/adapters src/tasuki/apps
step "migrations" .venv/bin/django-admin makemigrations --check --dry-run --skip-checks --verbosity 1
step "spelling" .venv/bin/codespell src tests docs README.md scripts Makefile
step "templates" .venv/bin/djlint --quiet --lint src/tasuki/web
step "dependencies" .venv/bin/deptry src
