#!/usr/bin/env bash
# Every stage of `make test`, with the time of each. What needs no server runs beside what brings and builds it; a stage
# that runs beside another is shown when it ends. The first that fails ends its row of stages, and with that the run.
set -eu
logs=.cache/stages
mkdir -p "$logs"
trap 'make --no-print-directory server-stop >/dev/null 2>&1 || true' EXIT

stage() {
  # A condition around it switches off set -e: each failure is handed on.
  local begin=$SECONDS
  echo "== $1"
  make --no-print-directory "$1" || return
  echo "== $1 took $((SECONDS - begin)) s"
}

row() {
  local name
  for name in "$@"; do
    if ! stage "$name" >"$logs/$name.log" 2>&1; then
      cat "$logs/$name.log"
      echo "== $name failed"
      return 1
    fi
    cat "$logs/$name.log"
  done
}

# The reasons of a test that failed with a 500 of the server.
server_errors() {
  grep -hE 'ERROR|Caused by' .cache/instances/{test,features}.log 2>/dev/null | tail -n 40 || true
}

stage venv
row sanity oldest &
beside=$!
row server lint unit docs-lint build || { wait "$beside"; exit 1; }
wait "$beside"
stage live || { server_errors; exit 1; }
stage integration || { server_errors; exit 1; }
echo "== all stages passed in $SECONDS s"
