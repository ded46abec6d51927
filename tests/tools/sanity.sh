#!/usr/bin/env bash
# ansible-test sanity (by SANITY_PYTHON, in .cache/SANITY_NAME) over a real copy: it resolves links, and skips a copy that git ignores without a word.
set -eu -o pipefail
root=$PWD
cache=$root/.cache/${SANITY_NAME:-sanity}
copy=$cache/ansible_collections/realmkit/keycloak
log=$cache/log
rm -rf "$copy"
mkdir -p "$copy" "$cache/home/.ansible/test/cache"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  [ -e "$file" ] && printf '%s\0' "$file"
done | tar -c --null --files-from=- | tar -x -C "$copy"
cd "$copy"
git init --quiet
git add --all
# ansible-test fetches this script from a host that need not be in reach; the standard library brings pip as well. The
# names are those of ansible-core 2.16 to 2.21.
for version in 23_1_2 24_2 25_2; do
  cat >"$cache/home/.ansible/test/cache/get_pip_$version.py" <<'PIP'
import ensurepip

ensurepip.bootstrap(upgrade=True, default_pip=True)
PIP
done
# empty-init and its like are about core's own files; pslint and shellcheck need tools beyond Python's.
export HOME=$cache/home ANSIBLE_COLLECTIONS_PATH=$cache
echo "Left out: pslint and shellcheck (need PowerShell and Haskell tools), import on Pythons that are not installed."
ansible-test sanity --venv --python "${SANITY_PYTHON:-3.11}" --color no --skip-test pslint --skip-test shellcheck 2>&1 | tee "$log"
grep -q 'Running sanity test "validate-modules"' "$log" || {
  echo "ansible-test did not run validate-modules: it tested nothing." >&2
  exit 1
}
