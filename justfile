# The commands people and the check use; `just` lists them. Each is one line that works without just as well.

default:
    @just --list

# open the atlas in the browser
atlas:
    uv run proxenia atlas

# all tests, checkers of style, types and imports included
test *options:
    uv run pytest {{options}}

# what the checkers can mend by themselves, and the generated pages
mend:
    uv run ruff check --fix .
    uv run ruff format .
    uv run python tools/build_reference.py

# types and directions of imports
check:
    uv run mypy
    uv run lint-imports

# the front end: types and tests
front-end:
    npm --prefix frontend run check
    npm --prefix frontend run test

# the figures of docs/benchmarks.md
benchmarks:
    uv run python -m benchmarks

# everything a fresh machine must pass
ci:
    .ci/run
