#!/bin/sh
# Makes sure that there is a Chromium for the browser tests, where that can be done; says so loudly where it cannot.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..."
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; then exit 0; fi
fi
echo "*** NO CHROMIUM: the browser tests will be skipped. On Debian: apt-get install chromium ***" >&2
