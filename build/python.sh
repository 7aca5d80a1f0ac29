#!/bin/sh
# Makes the environment with the newest Python from 3.11 on; says in one line what is missing.
set -eu
venv=$1
for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if command -v "$python" >/dev/null 2>&1 &&
        "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
        if "$python" -m venv "$venv" >/dev/null 2>&1; then exit 0; fi
        if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
            version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            apt-get -qq update && apt-get -qq install -y "python$version-venv" >/dev/null
            "$python" -m venv "$venv"
            exit 0
        fi
        rm -rf "$venv"
        echo "Python's venv module is missing: install the package python3-venv and try again." >&2
        exit 1
    fi
done
echo "Python 3.11 or newer is needed and was not found (set PYTHON=/path/to/python3 if it has another name)." >&2
exit 1
