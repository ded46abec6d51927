#!/usr/bin/env bash
# Every stage of `make test`, with the time of each; the first that fails ends it.
set -eu
trap 'make --no-print-directory server-stop >/dev/null 2>&1 || true' EXIT
for stage in lint unit sanity docs-lint build live integration; do
  begin=$SECONDS
  echo "== $stage"
  make --no-print-directory "$stage"
  echo "== $stage took $((SECONDS - begin)) s"
done
echo "== all stages passed in $SECONDS s"
