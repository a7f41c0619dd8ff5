"""The manual: its pages stand in assets/manual as Markdown, and any screen that is let in can read them."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from markupsafe import Markup, escape

from webui.access.authentication import Access
from webui.resources import resource
from webui.server.security_headers import page_policy

INDEX = "README"

_MARKS = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*|\[(?P<text>[^]]+)\]\((?P<to>[^)]+)\)"
)
_PAGE = re.compile(r"(?P<name>[a-z][a-z0-9-]*|README)\.md")
_HEADING = re.compile(r"(#{1,3}) (.+)")
_ITEM = re.compile(r"(?:[-*]|\d+\.) +(.+)")
_RULE = re.compile(r"\|[-:| ]+\|")


def manual(access: Access) -> Blueprint:
    """Return the routes."""
    routes = Blueprint("manual", __name__)

    @routes.get("/manual")
    @routes.get("/manual/<name>")
    def page(name: str = INDEX) -> Response:
        if access.of_page(request.environ) is None:
            return make_response(redirect("/"))
        path = pages().get(name)
        if path is None:
            abort(404)
        text = path.read_text(encoding="utf-8")
        answer = make_response(
            render_template("manual.html", title=title(text), body=render(text), index=name == INDEX)
        )
        answer.headers["Content-Security-Policy"] = page_policy(request.host)
        return answer

    return routes


def pages() -> dict[str, Path]:
    """Return the manual's pages by their names."""
    return {path.stem: path for path in sorted(resource("assets", "manual").glob("*.md"))}


def title(text: str) -> str:
    """Return a page's first heading."""
    found = _HEADING.match(text)
    return found[2] if found else ""


def render(text: str) -> Markup:
    """Return a page as HTML: headings, paragraphs, lists, tables and code, as the manual has them."""
    return Markup("\n").join(_blocks(text.splitlines()))


def _blocks(lines: Sequence[str]) -> Iterator[Markup]:
    rest = list(lines)
    while rest:
        line = rest.pop(0)
        heading = _HEADING.fullmatch(line)
        if line.startswith("```"):
            code = _take(rest, lambda next: not next.startswith("```"))
            del rest[:1]
            yield Markup("<pre><code>{}</code></pre>").format("\n".join(code))
        elif heading:
            yield Markup("<h{0}>{1}</h{0}>").format(len(heading[1]), _inline(heading[2]))
        elif line.startswith("|"):
            yield _table([line, *_take(rest, lambda next: next.startswith("|"))])
        elif _ITEM.match(line):
            yield _list([line, *_take(rest, lambda next: bool(_ITEM.match(next) or next.startswith("  ")))])
        elif line.strip():
            more = _take(rest, lambda next: bool(next.strip()) and not _begins(next))
            yield Markup("<p>{}</p>").format(_inline(" ".join([line, *more])))


def _begins(line: str) -> bool:
    """Say whether a line begins something else than a paragraph."""
    return bool(line.startswith(("```", "|")) or _HEADING.fullmatch(line) or _ITEM.match(line))


def _take(rest: list[str], wanted: Callable[[str], bool]) -> list[str]:
    count = next((n for n, line in enumerate(rest) if not wanted(line)), len(rest))
    taken, rest[:] = rest[:count], rest[count:]
    return taken


def _list(lines: Sequence[str]) -> Markup:
    items: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item:
            items.append(item[1])
        else:
            items[-1] += f" {line.strip()}"
    kind = "ol" if lines[0][0].isdigit() else "ul"
    inner = Markup("").join(Markup("<li>{}</li>").format(_inline(item)) for item in items)
    return Markup("<{0}>{1}</{0}>").format(kind, inner)


def _table(lines: Sequence[str]) -> Markup:
    head, *rows = (line for line in lines if not _RULE.fullmatch(line.strip()))
    body = Markup("").join(_row(row, "td") for row in rows)
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(_row(head, "th"), body)


def _row(line: str, kind: str) -> Markup:
    cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
    inner = Markup("").join(Markup("<{0}>{1}</{0}>").format(kind, _inline(cell)) for cell in cells)
    return Markup("<tr>{}</tr>").format(inner)


def _inline(text: str) -> Markup:
    """Return a line with its code, its stresses and its links, which lead to pages of the manual only."""
    parts: list[Markup] = []
    at = 0
    for mark in _MARKS.finditer(text):
        parts.append(escape(text[at : mark.start()]))
        at = mark.end()
        kind = str(mark.lastgroup)
        if kind != "to":
            parts.append(Markup("<{0}>{1}</{0}>").format(kind, mark[kind]))
            continue
        page = _PAGE.fullmatch(mark["to"])
        link = Markup('<a href="/manual/{}">{}</a>')
        parts.append(link.format(page["name"], mark["text"]) if page else escape(mark["text"]))
    return Markup("").join([*parts, escape(text[at:])])
