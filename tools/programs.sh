#!/bin/sh
# Makes sure that the programs are there which only tests need, where that can be done; says so loudly where it cannot:
# Chromium for the browser tests, hledger to read the books that we write for it.
set -eu
missing=""
for program in chromium hledger; do
  command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing for the tests:$missing ..."
  # shellcheck disable=SC2086
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null; then exit 0; fi
fi
echo "*** NOT HERE:$missing. The tests that need them will be skipped. On Debian: apt-get install$missing ***" >&2
