#!/usr/bin/env bash
# The demo: applies playbooks/demo.yml twice and proves that the second run changes nothing.
set -eu
if [ -z "${KEYCLOAK_URL:-}" ]; then
  # Settings of a server elsewhere must not mix with those of the demo's own.
  while IFS= read -r name; do unset "$name"; done < <(compgen -v KEYCLOAK_)
  python tests/keycloak/server.py start --name demo
  eval "$(python tests/keycloak/server.py env --name demo)"
  own=yes
fi
ansible-playbook --inventory localhost, playbooks/demo.yml
echo "Once more: nothing may change."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
ansible-playbook --inventory localhost, playbooks/demo.yml | tee "$log"
if ! grep -q 'changed=0 .*failed=0' "$log"; then
  echo "The second run changed something." >&2
  exit 1
fi
echo
echo "The realm 'shop' is at $KEYCLOAK_URL/admin/master/console/#/shop"
if [ "${own:-}" = yes ]; then
  echo "Log in as $KEYCLOAK_USERNAME with the password $KEYCLOAK_PASSWORD. 'make demo-stop' ends it."
fi
