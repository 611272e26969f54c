#!/usr/bin/env bash
# Brings what the tests need beside .venv, on Debian and as root. PostgreSQL comes in a wheel, with .venv. nginx, openssl, curl and
# systemd-analyze are what docs/service.md is done with.
set -euo pipefail

PATH="$PATH:/usr/sbin"
lacking=()
[ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null || lacking+=(chromium-headless-shell)
command -v firefox-esr >/dev/null || lacking+=(firefox-esr)
command -v WebKitWebDriver >/dev/null || lacking+=(webkit2gtk-driver)
command -v Xvfb >/dev/null || lacking+=(xvfb)
# The engine's bindings for Debian's own Python (tests/engines/webkit_browser.py).
/usr/bin/python3 -c "import gi; gi.require_version('WebKit2', '4.1')" 2>/dev/null || lacking+=(python3-gi gir1.2-webkit2-4.1)
command -v nginx >/dev/null || lacking+=(nginx-light)
command -v systemd-analyze >/dev/null || lacking+=(systemd)
for program in openssl curl; do
    command -v "$program" >/dev/null || lacking+=("$program")
done

if [ "${#lacking[@]}" -gt 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${lacking[@]}" </dev/null >/dev/null
fi
