#!/bin/sh
# Check, then test: first what needs no browser on two processes, then proofs and the browser.
set -eu
cd "$(dirname "$0")/.."
sh scripts/check.sh
printf '\n== tests\n'
.venv/bin/python -m pytest -q -n 2
