# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as one HTML page that needs nothing else."""

from __future__ import annotations

import difflib
from collections import Counter
from html import escape
from typing import Iterator

from .._engine.difference import Difference
from .lines import changed_fields, counted
from .outcome import Outcome

_SIGNS = {"create": "+", "update": "~", "delete": "\u2212"}
_NAMES = {"create": "create", "update": "change", "delete": "delete"}
_CONTEXT = 3
# So many objects are unfolded from the start.
_OPEN = 15
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Plan of realm {realm}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>Plan of realm <b>{realm}</b></h1>
<p class="place">{server}</p>
<div class="counts">{counts}</div>
<div class="tools">
<input id="search" type="search" placeholder="Search names, fields and values" aria-label="Search">
<button type="button" data-fold="open">Unfold all</button>
<button type="button" data-fold="">Fold all</button>
</div>
</header>
<main>
{warnings}
{kinds}
<p id="nothing" hidden>Nothing matches.</p>
</main>
<script>{script}</script>
</body>
</html>
"""
_STYLE = """
:root{--bg:#fff;--fg:#1f2328;--soft:#59636e;--line:#d1d9e0;--card:#f6f8fa;--add:#116329;--addbg:#dafbe1;--del:#a40e26;
--delbg:#ffebe9;--chg:#7d4e00;--chgbg:#fff8c5;--accent:#0969da}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9198a1;--line:#3d444d;--card:#151b23;
--add:#56d364;--addbg:#12261e;--del:#ff7b72;--delbg:#2d1517;--chg:#e3b341;--chgbg:#272115;--accent:#4493f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
header,main{max-width:1000px;margin:0 auto;padding:0 16px}
header{padding-top:20px;position:sticky;top:0;background:var(--bg);border-bottom:1px solid var(--line);
padding-bottom:10px;z-index:1}
h1{font-size:22px;font-weight:400;margin:0;overflow-wrap:anywhere}
h2{font-size:16px;margin:24px 0 8px;display:flex;gap:8px;flex-wrap:wrap;align-items:baseline}
h2 small{font-weight:400;color:var(--soft)}
.place{margin:0 0 10px;color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.counts{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:10px}
.count{border:1px solid var(--line);border-radius:8px;padding:2px 12px;background:var(--card);cursor:pointer;
font:inherit;color:inherit}
.count b{font-size:18px}
.count[aria-pressed=true]{outline:2px solid var(--accent)}
.count.none{cursor:default;opacity:.65}
.create>summary .sign,.count.create b{color:var(--add)}
.update>summary .sign,.count.update b{color:var(--chg)}
.delete>summary .sign,.count.delete b{color:var(--del)}
.tools{display:flex;gap:8px;flex-wrap:wrap}
input,button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;
padding:5px 10px}
input{flex:1 1 220px;min-width:0}
button{cursor:pointer}
details{border:1px solid var(--line);border-radius:8px;margin:6px 0;overflow:hidden}
summary{cursor:pointer;padding:6px 12px;background:var(--card);overflow-wrap:anywhere}
summary .sign{font:700 16px ui-monospace,monospace;display:inline-block;width:18px}
summary .what{color:var(--soft);font-size:13px;margin-left:8px}
pre{margin:0;padding:8px 0;font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,monospace;white-space:pre-wrap;
overflow-wrap:anywhere}
pre span{display:block;padding:0 12px 0 30px;text-indent:-18px}
pre .a{background:var(--addbg);color:var(--add)}
pre .d{background:var(--delbg);color:var(--del)}
pre .g{color:var(--soft)}
.warnings{border:1px solid var(--chg);background:var(--chgbg);border-radius:8px;padding:8px 12px;margin:16px 0;
overflow-wrap:anywhere}
.warnings ul{margin:4px 0 0;padding-left:20px}
[hidden]{display:none!important}
main{padding-bottom:60px}
@media (max-width:600px){header{position:static}input{flex-basis:100%}.tools button{flex:1}}
@media print{header{position:static}.tools{display:none}}
"""
_SCRIPT = """
const all=[...document.querySelectorAll('details.object')],search=document.getElementById('search');
const buttons=[...document.querySelectorAll('button[data-action]')];let action='';
function show(){const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);let any=false;
for(const it of all){const text=it.textContent.toLowerCase();
it.hidden=!((!action||it.classList.contains(action))&&words.every(word=>text.includes(word)));any=any||!it.hidden}
for(const kind of document.querySelectorAll('section'))kind.hidden=!kind.querySelector('details:not([hidden])');
document.getElementById('nothing').hidden=any||!all.length}
search.addEventListener('input',show);
for(const it of buttons)it.addEventListener('click',()=>{action=action===it.dataset.action?'':it.dataset.action;
for(const other of buttons)other.setAttribute('aria-pressed',String(other.dataset.action===action));show()});
for(const it of document.querySelectorAll('[data-fold]'))it.addEventListener('click',()=>{
for(const one of all)if(!one.hidden)one.open=it.dataset.fold==='open'});
"""


def page(outcome: Outcome, realm: str, server: str) -> str:
    """Counts, warnings, and the objects by kind, to be searched and folded."""
    return _PAGE.format(
        realm=escape(realm),
        server=escape(server),
        style=_STYLE,
        script=_SCRIPT,
        counts="\n".join(_counts(outcome)),
        warnings=_warnings(outcome),
        kinds="\n".join(_kinds(outcome)) or "<p>The server is as declared: there is nothing to do.</p>",
    )


def _counts(outcome: Outcome) -> Iterator[str]:
    summary = outcome.summary
    for action, name in _NAMES.items():
        number = summary[action]
        yield (
            f'<button type="button" class="count {action}" data-action="{action}" aria-pressed="false">'
            f"<b>{number}</b> to {name}</button>"
        )
    yield f'<span class="count none"><b>{summary["unchanged"]}</b> unchanged</span>'


def _warnings(outcome: Outcome) -> str:
    if not outcome.warnings:
        return ""
    items = "".join(f"<li>{escape(warning)}</li>" for warning in outcome.warnings)
    return f'<div class="warnings"><b>Warnings</b><ul>{items}</ul></div>'


def _kinds(outcome: Outcome) -> Iterator[str]:
    found = outcome.differences
    kinds = {it.root: it.kind for it in found if it.root == it.title}
    unfolded = len(found) <= _OPEN
    sections: dict[str, list[Difference]] = {}
    for it in found:
        sections.setdefault(kinds.get(it.root, it.kind), []).append(it)
    for kind, objects in sections.items():
        roots = {it.root: "update" for it in objects}
        roots.update((it.root, it.action) for it in objects if it.root == it.title)
        count = counted(Counter(roots.values()))
        blocks = "\n".join(_object(it, unfolded) for it in objects)
        yield f"<section><h2>{escape(kind)} <small>{count}</small></h2>\n{blocks}\n</section>"


def _object(it: Difference, unfolded: bool) -> str:
    changes = changed_fields(it)
    names = ", ".join(dict.fromkeys(line.split(":")[0] for line in changes[:4]))
    more = f" and {len(changes) - 4} more" if len(changes) > 4 else ""
    what = f'<span class="what">{escape(names + more)}</span>' if changes else ""
    return (
        f'<details class="object {it.action}"{" open" if unfolded and it.action != "create" else ""}>'
        f'<summary><span class="sign" title="{_NAMES[it.action]}">{_SIGNS[it.action]}</span>{escape(it.title)}{what}'
        f"</summary><pre>{''.join(_lines(it))}</pre></details>"
    )


def _lines(it: Difference) -> Iterator[str]:
    """The difference line by line, with few lines around it."""
    texts = it.diff()
    lines = difflib.unified_diff(texts["before"].splitlines(), texts["after"].splitlines(), lineterm="", n=_CONTEXT)
    marks = {"+": "a", "-": "d", "@": "g"}
    for number, line in enumerate(lines):
        # The first two lines name files.
        if number < 2:
            continue
        if line.startswith("@@"):
            if number > 2:
                yield '<span class="g">\u22ef</span>'
            continue
        mark = marks.get(line[:1], "")
        sign = "\u2212" if line[:1] == "-" else line[:1]
        yield f'<span class="{mark}">{escape(sign + " " + line[1:])}</span>'
