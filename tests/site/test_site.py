# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The site that `make docs` has built: each link, and each page in Chromium, where a person would look at it."""

from __future__ import annotations

import contextlib
import functools
import html
import http.server
import json
import re
import sys
import threading
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tools"))

from browser import CHROMIUM, MISSING, chromium  # noqa: E402

SITE = ROOT / ".cache" / "site"
# Sphinx makes the index of its own; a redirect has no content.
PAGES = sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)
# Looks at each page in a frame of two widths. What it finds becomes the text of the page.
LOOK = """<!doctype html><body><iframe id=it style="border:0;height:900px"></iframe><pre id=found></pre><script>
const frame = document.getElementById('it'), found = {};
const pause = time => new Promise(done => setTimeout(done, time));
const load = address => new Promise(done => { frame.onload = done; frame.src = address; });
const hidden = element => !element.getClientRects().length;
// A table may scroll in a box of its own; it may not be cut off.
const scrolls = element => {
  for (let it = element; it && it.tagName !== 'BODY'; it = it.parentElement)
    if (['auto', 'scroll'].includes(frame.contentWindow.getComputedStyle(it).overflowX)) return true;
  return false;
};
(async () => {
  for (const address of PAGES) for (const width of [1280, 420]) {
    frame.style.width = width + 'px';
    await load(address);
    const page = frame.contentDocument, root = page.documentElement, wrong = [];
    const over = root.scrollWidth - root.clientWidth;
    if (over > 1) wrong.push('wider than the window by ' + over);
    for (const table of page.querySelectorAll('table, pre')) {
      const box = table.getBoundingClientRect();
      if (hidden(table) || scrolls(table)) continue;
      if (box.right > root.clientWidth + 1) wrong.push(table.tagName + ' is cut off');
    }
    for (const image of page.images) if (!image.naturalWidth) wrong.push('no picture ' + image.src);
    if (wrong.length) found[address + ' at ' + width] = wrong;
  }
  for (const word of WORDS) {
    await load('/search.html?q=' + word);
    const results = () => [...frame.contentDocument.querySelectorAll('#search-results li a')];
    for (let tries = 0; tries < 100 && !results().length; tries++) await pause(50);
    await pause(300);
    found['search ' + word] = results().map(it => it.pathname);
  }
  document.getElementById('found').textContent = JSON.stringify(found);
  document.title = 'done';
})();
</script></body>"""
WORDS = {"purge": "/realm.html", "keycloak_group": "/plugins/keycloak_group_module.html", "drift": "/drift.html"}


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.targets, self.names = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.names.update(given[key] for key in ("id", "name") if given.get(key))
        self.targets.update(given[key] for key in ("href", "src") if given.get(key))


@pytest.fixture(scope="module")
def pages():
    assert len(PAGES) > 100, "run make docs first"
    return {path: Links(path.read_text(encoding="utf-8")) for path in PAGES}


def test_each_link_leads_somewhere(pages):
    count, broken = 0, set()
    for path, links in pages.items():
        base = f"http://site/{path.relative_to(SITE)}"
        for target in links.targets:
            parts = urlsplit(urljoin(base, target))
            if parts.netloc != "site" or parts.scheme != "http":
                continue
            count += 1
            file = SITE / unquote(parts.path).lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            anchored = not parts.fragment or file not in pages or unquote(parts.fragment) in pages[file].names
            if not file.exists() or not anchored:
                broken.add(f"{path.relative_to(SITE)}: {target}")
    assert count > 5000 and not broken, sorted(broken)


def test_each_plugin_and_each_guide_has_its_page_and_is_in_a_table_of_contents(pages):
    listed = set()
    for path in (SITE / "index.html", SITE / "plugins" / "index.html"):
        listed.update((path.parent / target.split("#")[0]).resolve() for target in pages[path].targets)
    wanted = {SITE / f"{path.stem}.html" for path in (ROOT / "docs").glob("*.md")}
    for folder, kind in (("modules", "module"), ("lookup", "lookup"), ("filter", "filter"), ("inventory", "inventory")):
        names = [path.stem for path in (ROOT / "plugins" / folder).glob("*.py") if path.stem != "__init__"]
        wanted.update(SITE / "plugins" / f"{name}_{kind}.html" for name in names)
    assert not {str(path.relative_to(SITE)) for path in wanted if path not in listed or not path.exists()}


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
def test_in_a_browser_nothing_is_cut_off_and_the_search_finds():
    class Handler(http.server.SimpleHTTPRequestHandler):
        def copyfile(self, source, outputfile):
            # The browser leaves a page while its last files are on the way.
            with contextlib.suppress(ConnectionError):
                super().copyfile(source, outputfile)

        def log_message(self, *_arguments):
            pass

        def do_GET(self):
            if self.path != "/look":
                super().do_GET()
                return
            names = [f"/{path.relative_to(SITE)}" for path in PAGES]
            body = LOOK.replace("PAGES", json.dumps(names)).replace("WORDS", json.dumps(list(WORDS))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/look"
        arguments = ("--virtual-time-budget=3000000", "--dump-dom")
        shown = chromium(address, *arguments, size="1400,1000", timeout=550)
    finally:
        server.shutdown()
    assert "<title>done</title>" in shown, shown[-500:]
    found = json.loads(html.unescape(re.search(r'<pre id="found">(.*?)</pre>', shown, re.S).group(1)))
    for word, page in WORDS.items():
        assert page in found.pop(f"search {word}"), word
    assert not found, json.dumps(found, indent=1)
