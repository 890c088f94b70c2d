#!/bin/sh
# Compiles the pins from pyproject.toml: exact versions with hashes, and no addresses. Needs `uv`.
set -eu
cd "$(dirname "$0")/.."
# The widest set first; the smaller ones take their versions from it.
for set in check test setup; do
  [ "$set" = check ] && bound="" || bound="--constraint requirements/check.txt"
  # shellcheck disable=SC2086
  uv pip compile --quiet pyproject.toml --extra "$set" $bound --generate-hashes --universal --python-version 3.11 \
    --no-emit-index-url --no-emit-find-links --no-header --output-file "requirements/$set.txt" "$@"
done
