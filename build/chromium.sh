#!/bin/sh
# Makes sure that a Chromium is there for the browser tests; they name themselves as skipped without one.
set -u
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests (once) …"
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium >/dev/null 2>&1 && exit 0
fi
echo "No Chromium here: the browser tests will be skipped (install the package chromium)."
exit 0
