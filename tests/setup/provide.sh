#!/usr/bin/env bash
# Brings what the tests need beside .venv, on Debian and as root. PostgreSQL comes in a wheel, with .venv.
set -euo pipefail

if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium </dev/null >/dev/null
fi
