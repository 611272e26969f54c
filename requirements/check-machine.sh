#!/usr/bin/env bash
# Names in one line each what this machine lacks, with the command that brings it on Debian. Changes nothing.
set -euo pipefail
python="${PYTHON:-python3}"
lacking=0

lacks() {
    echo "$1" >&2
    lacking=1
}

if ! command -v "$python" >/dev/null; then
    lacks "Python 3.11 or newer is missing: apt-get install python3 python3-venv"
elif ! "$python" -c '' 2>/dev/null; then
    lacks "$python does not start: make PYTHON=/path/to/python3.11"
elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    lacks "$("$python" --version) is too old, 3.11 is needed: apt-get install python3 python3-venv, or make PYTHON=/path/to/python3.11"
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    lacks "Python's venv module is missing: apt-get install python3-venv"
fi
command -v git >/dev/null || lacks "git is missing: apt-get install git"

exit "$lacking"
