# Tasks for developers; `just --list` shows them. They need the tools of
# `pip install -e '.[dev]'` on the PATH.

# Linters and the fast tests: under a minute on two free cores
default: lint fast

# Style, types and the direction of imports
lint:
    ruff check .
    ruff format --check .
    mypy
    lint-imports --no-cache --no-logo

# Tests without Anki, a browser or command lines, and without the slow ones
fast *options:
    pytest -q -n auto -m "not slow" --ignore tests/real --ignore tests/cli --ignore tests/frozen {{ options }}

# Remove each guard of docs/guards.md, and see that its test fails
guards *ids:
    python tests/guards.py {{ ids }}

# Kill every writing command at each change on the disk
kills *options:
    python tests/kills.py {{ options }}

# Every test
test *options:
    pytest {{ options }}

# Every test, and then the CPU seconds of each file, the most first
times *options:
    python -m pytest -p tools.test_times {{ options }}

# All that a submission must pass, in a fresh environment
all:
    .ci/run

# Write the pages that are made from the code, and build the site into site/
docs:
    python -m tools.write_docs
    zensical build --strict --clean

# Times, beside the plain scripts that users would write: --quick for half a minute
benchmarks *options:
    python -m benchmarks {{ options }}

# Fast tests with other Pythons, the lowest and newest packages, and the next Anki
matrix *jobs:
    python -m tools.matrix {{ jobs }}
