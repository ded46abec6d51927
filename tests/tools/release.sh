#!/usr/bin/env bash
# What Galaxy and Automation Hub ask of the archive that `make build` has made: galaxy-importer without a warning,
# ansible-lint's production profile on what is in it, an installation that runs, licences, and a changelog up to date.
set -eu -o pipefail
root=$PWD
cache=$root/.cache/release
version=$(sed -n 's/^version: //p' galaxy.yml)
archive=$root/.cache/dist/realmkit-keycloak-$version.tar.gz
rm -rf "$cache"
mkdir -p "$cache/collections"

echo "== licences"
reuse lint --quiet || reuse lint

echo "== changelog"
antsibull-changelog lint
antsibull-changelog lint-changelog-yaml changelogs/changelog.yaml
grep -q "^  $version:" changelogs/changelog.yaml || {
  echo "changelogs/changelog.yaml has no release $version: run make changelog." >&2
  exit 1
}

echo "== galaxy-importer"
cat >"$cache/importer.cfg" <<'CFG'
[galaxy-importer]
CHECK_REQUIRED_TAGS = True
CHECK_CHANGELOG = True
RUN_ANSIBLE_DOC = True
RUN_ANSIBLE_LINT = True
RUN_ANSIBLE_TEST = False
RUN_FLAKE8 = False
CFG
(cd "$cache" && GALAXY_IMPORTER_CONFIG=$cache/importer.cfg python -m galaxy_importer.main "$archive") >"$cache/importer.log" 2>&1 || {
  tail -n 20 "$cache/importer.log"
  exit 1
}
tail -n 4 "$cache/importer.log"
if grep -E '^(WARNING|ERROR)' "$cache/importer.log"; then
  echo "galaxy-importer finds fault, see above." >&2
  exit 1
fi
grep -q 'ansible-lint' "$cache/importer.log" || {
  echo "galaxy-importer did not run ansible-lint." >&2
  exit 1
}

echo "== installed from the archive"
export ANSIBLE_COLLECTIONS_PATH=$cache/collections
ansible-galaxy collection install --offline --collections-path "$cache/collections" "$archive"
installed=$cache/collections/ansible_collections/realmkit/keycloak
for file in CHANGELOG.md LICENSE SECURITY.md changelogs/changelog.yaml meta/runtime.yml roles/realm/README.md tests/config.yml; do
  test -f "$installed/$file" || {
    echo "The archive lacks $file." >&2
    exit 1
  }
done
ansible-doc --type module realmkit.keycloak.keycloak_user >/dev/null
(cd "$installed" && ansible-lint --offline --strict --profile production playbooks roles)
echo "The archive of $version is ready to be published."
