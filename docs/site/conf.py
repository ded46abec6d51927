# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How Sphinx builds the site: `make docs`. Nothing is fetched from the network."""

from pathlib import Path

import yaml

GALAXY = yaml.safe_load((Path(__file__).parent / "galaxy.yml").read_text())

project = "realmkit.keycloak"
author = "The realmkit.keycloak authors"
copyright = author
version = release = GALAXY["version"]
title = f"realmkit.keycloak {release}"
html_short_title = title

extensions = ["myst_parser", "sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
# Labels of Ansible's own documentation, see tests/tools/site.py.
intersphinx_mapping = {"ansible": ("https://docs.ansible.com/projects/ansible/latest/", "ansible.inv")}
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
myst_enable_extensions = ["colon_fence"]
# Links of the pages lead to headings, as on GitHub.
myst_heading_anchors = 3
pygments_style = "ansible"
highlight_language = "YAML+Jinja"

html_theme = "sphinx_ansible_theme"
html_theme_options = {
    "display_version": True,
    "documentation_home_url": "index.html",
    "topbar_links": {"Repository": GALAXY["repository"], "Issues": GALAXY["issues"]},
    "navigation_depth": 3,
}
html_static_path = ["static"]
html_css_files = ["wide.css"]
html_show_sphinx = False
html_copy_source = False
templates_path = []
