#!/usr/bin/env sh
# Debian's Chromium, which the tests drive; nothing where there is one already.
set -eu
command -v chromium >/dev/null && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
echo "Installing Chromium for the tests in the browser."
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y chromium fonts-noto-color-emoji >/dev/null
