# One target for each habit. Everything that is made lives in .cache and .venv.
SHELL := bash
# The newest community.general needs it: the system's, or pyenv's.
COMPAT_PYTHON ?= $(shell ls -d $(HOME)/.pyenv/versions/3.13.*/bin/python $(HOME)/.pyenv/versions/3.12.*/bin/python 2>/dev/null | head -n 1 | grep . || command -v python3.13 || command -v python3.12)
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(CURDIR)/.venv/bin
TREE := $(CURDIR)/.cache/collections
COLLECTION := $(TREE)/ansible_collections/realmkit/keycloak
SERVER := $(BIN)/python tests/keycloak/server.py
export ANSIBLE_COLLECTIONS_PATH := $(TREE)
export ANSIBLE_HOME := $(CURDIR)/.cache/ansible
export ANSIBLE_NOCOWS := 1
export PYTHONDONTWRITEBYTECODE := 1
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.cache/hypothesis

.PHONY: help venv server server-stop demo demo-stop test unit live integration both-ways compat eda awx oldest test-matrix sanity lint docs-lint docs docs-check picture bench bench-tasks bench-many exports build release-check changelog format clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

venv: .venv/ready .cache/tree  ## the tools, in .venv

.venv/ready: requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements-dev.txt
	@touch $@

# A tree of links, so that Python and Ansible find the collection by its name.
.cache/tree:
	@mkdir -p $(dir $(COLLECTION))
	@ln -sfn $(CURDIR) $(COLLECTION)
	@touch $@

server: venv  ## start the Keycloak that the tests use
	$(SERVER) start
	$(SERVER) status

server-stop: venv  ## stop it
	$(BIN)/python tests/keycloak/proxy.py stop
	$(SERVER) stop

demo: venv  ## a realm on a real Keycloak, applied twice
	PATH="$(BIN):$$PATH" bash tests/tools/demo.sh

demo-stop: venv  ## stop the demo's Keycloak
	$(SERVER) stop --name demo

test: venv  ## all tests that a change needs, in 20 minutes on two cores
	bash tests/tools/all.sh

unit: venv  ## tests without a server
	$(BIN)/python -m pytest tests/unit

live: venv server  ## tests in process against the real server
	$(BIN)/python -m pytest tests/live --numprocesses 2 --dist loadfile

integration: venv server  ## playbooks against the real server; TARGET=keycloak_user for one
	$(BIN)/python tests/tools/integration.py $(TARGET)

both-ways: venv server  ## playbooks and examples once more as modules, as on another host, beside those in Ansible's processes
	$(BIN)/python tests/tools/integration.py --as-modules $(TARGET)
	$(BIN)/python -m pytest tests/live/test_examples.py --both-ways

.cache/compat/venv/ready: requirements-compat.txt
	$(COMPAT_PYTHON) -m venv .cache/compat/venv
	.cache/compat/venv/bin/pip install --quiet --requirement requirements-compat.txt
	@touch $@

compat: venv server .cache/compat/venv/ready  ## the same tasks with community.general, whose differences tests/compat/differences.tsv lists
	$(BIN)/python -m pytest tests/compat

oldest: venv  ## the demo, an export and its files with the oldest Keycloak and the oldest ansible-core
	$(BIN)/python tests/tools/matrix.py --oldest

test-matrix: venv  ## every version that people run, to docs/versions.md; goes on where it was stopped; CELLS="24.0.5 smoke"
	$(BIN)/python tests/tools/matrix.py $(CELLS)

sanity: venv  ## ansible-test sanity, with the proof that it ran
	PATH="$(BIN):$$PATH" bash tests/tools/sanity.sh

lint: venv  ## formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	cd $(TREE) && $(BIN)/mypy --config-file $(CURDIR)/pyproject.toml $(foreach part,module_utils plugin_utils lookup inventory action modules,-p ansible_collections.realmkit.keycloak.plugins.$(part))
	$(BIN)/yamllint --strict .
	PATH="$(BIN):$$PATH" ansible-lint --offline playbooks roles tests/integration extensions/eda/rulebooks
	$(BIN)/reuse lint --quiet || $(BIN)/reuse lint
	$(BIN)/antsibull-changelog lint
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(BIN)/zizmor --offline --quiet .github

eda: venv server .cache/eda/ready  ## a rulebook that resets what was changed by hand, with the real ansible-rulebook
	$(BIN)/python -m pytest tests/eda

.cache/eda/ready: requirements-eda.txt
	$(PYTHON) -m venv .cache/eda
	.cache/eda/bin/pip install --quiet --requirement requirements-eda.txt
	@touch $@

awx: venv .cache/awx/ready  ## the workflow for AWX with the modules of awx.awx
	$(BIN)/python -m pytest tests/awx

# The collection alone: the package has a hundred others.
.cache/awx/ready: requirements-awx.txt
	rm -rf .cache/awx
	$(BIN)/pip download --quiet --no-deps --dest .cache/awx/package --requirement requirements-awx.txt
	unzip -q .cache/awx/package/*.whl 'ansible_collections/awx/*' -d .cache/awx/collections
	rm -r .cache/awx/package
	@touch $@

docs-lint: venv  ## documentation of all plugins
	cd $(COLLECTION) && PATH="$(BIN):$$PATH" $(BIN)/antsibull-docs lint-collection-docs --plugin-docs .

docs: venv  ## the documentation site, in .cache/site
	PATH="$(BIN):$$PATH" $(BIN)/python tests/tools/site.py .cache/site-source .cache/site

docs-check: docs  ## its links, and its pages in Chromium
	$(BIN)/python -m pytest tests/site

picture: venv server  ## the picture of a plan report, to docs/images
	PATH="$(BIN):$$PATH" $(BIN)/python tests/tools/picture.py

bench: venv server  ## time and requests of whole realms, to docs/speed.md; SIZES="small middle large"
	$(BIN)/python benchmarks/realm.py --write $(SIZES)

bench-tasks: venv server .cache/compat/venv/ready  ## time and requests of tasks, beside community.general, to docs/speed.md
	$(BIN)/python benchmarks/tasks.py --write .cache/compat/venv/bin/ansible-playbook

bench-many: venv server  ## time of 100 small realms as hosts and in a loop, to docs/speed.md
	$(BIN)/python benchmarks/many_realms.py --write

exports: venv  ## exports of many versions of Keycloak, to tests/exports/data; VERSIONS="24.0.5 26.7.4"
	$(BIN)/python tests/exports/generate.py $(VERSIONS)

build: venv  ## the collection's archive
	$(BIN)/ansible-galaxy collection build --force --output-path .cache/dist
	@tar -tzf .cache/dist/realmkit-keycloak-$$(sed -n 's/^version: //p' galaxy.yml).tar.gz | grep -x tests/config.yml

release-check: build  ## the archive as Galaxy and Automation Hub check it, licences and changelog
	PATH="$(BIN):$$PATH" bash tests/tools/release.sh

changelog: venv  ## fragments to CHANGELOG.md, as the release that galaxy.yml names
	cd $(COLLECTION) && PATH="$(BIN):$$PATH" antsibull-changelog release --update-existing --refresh-plugins --reload-plugins

format: venv  ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: server-stop  ## remove everything that was made
	rm -rf .cache .venv
