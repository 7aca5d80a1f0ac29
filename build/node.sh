#!/bin/sh
# Runs a Node command with the system's Node when it is new enough, else with Node from a Python wheel.
set -eu
if command -v npm >/dev/null 2>&1 &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
    exec "$@"
fi
if ! .venv/bin/node --version >/dev/null 2>&1; then
    echo "No Node.js of a fitting version: installing it as a Python wheel into .venv (once) …" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
fi
PATH="$(pwd)/.venv/bin:$PATH"
export PATH
exec "$@"
