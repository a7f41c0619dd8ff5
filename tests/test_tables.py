"""Whatever is added stands wherever it must: each control type, view, source, link and style sheet, by name.

The names come from the tables themselves. A name that stands in one of them and is missing elsewhere fails the one test
that has its name, which says what is missing in which file.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.core import making
from webui.core.osc import conversion, query_tree
from webui.core.show import controls, feeds, views
from webui.core.show.controls import CONTROL_TYPES, Control
from webui.core.show.feeds import SOURCES
from webui.core.show.osc.addresses import BLOB, BOOL, FLOAT, INT, ROOT, STRING, Argument
from webui.core.show.views import USUAL, VIEW_TYPES
from webui.core.surface.commands import Push
from webui.engine.engine import Listener
from webui.links import generators
from webui.links.generators import MAKERS

TOP = Path(__file__).resolve().parent.parent
CORE_TESTS = "tests/core"
CONTROLS = "webui/core/show/controls"
CONTROL_SCRIPTS, VIEW_SCRIPTS = "webui/static/js/controls", "webui/static/js/views"
TEMPLATES, STYLES = "webui/templates/controls", "webui/static/css/controls"
SURFACE = "webui/templates/surface.html"
THUMBNAIL, WORDS = "webui/static/js/stage/thumbnail.js", "webui/static/js/types.js"
SHOWFILE, PYTHON = "webui/shows/showfile.md", "assets/manual/python.md"
GALLERY, PICTURES = "assets/gallery", "tests/browser/pictures"
APP, LINKS, LAW = "webui/app.py", "webui/links", "pyproject.toml"

ARGUMENTS: dict[str, type] = {FLOAT: float, INT: int, STRING: str, BOOL: bool, BLOB: bytes}
"""The Python type of each OSC type."""


def text(path: str) -> str:
    """Return a file's text; nothing if there is no such file."""
    file = TOP / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def stems(folder: str, ending: str) -> set[str]:
    """Return what the files of a folder are called, without their ending."""
    return {path.stem for path in (TOP / folder).glob(f"*{ending}")}


def where(module: ModuleType) -> str:
    """Return a module's path."""
    return Path(module.__file__ or "").resolve().relative_to(TOP).as_posix()


def keys_of(path: str) -> set[str]:
    """Return the keys of the table that a script has."""
    return set(re.findall(r"\['(\w+)', ", text(path)))


def section(path: str, *headings: str) -> str:
    """Return what is below the first heading that has one of these texts, up to the next heading of its rank."""
    for rank, title, body in re.findall(r"^(##+) (.*?)\n(.*?)(?=^##? |^### |\Z)", text(path), re.S | re.M):
        if rank and any(heading in title for heading in headings):
            return str(body)
    return ""


def rows(markdown: str) -> Iterator[dict[str, str]]:
    """Yield each row of the tables in a text, by the names of its columns."""
    head: list[str] | None = None
    for line in markdown.splitlines():
        if not line.startswith("|"):
            head = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if head is None:
            head = cells
        elif set(line) - set("|- "):
            yield dict(zip(head, cells, strict=False))


def documented(markdown: str, kind: str) -> set[str]:
    """Return the keys that a section's tables have for a type; a table without a column "for" is for all."""
    return {
        key
        for row in rows(markdown)
        if re.search(rf"\b({kind}|all|both)\b", row.get("for", "all"))
        for key in re.findall(r"`(\w+)`", row.get("key", ""))
    }


def properties(typedef: str) -> set[str]:
    """Return the properties that types.js gives one of its types."""
    body = re.search(rf"@typedef {{object}} {typedef}\b(.*?)\n \*\n", text(WORDS), re.S)
    return set(re.findall(r"@property {.*?} \[?(\w+)\]?", body[1])) if body else set()


def variants(path: str) -> list[dict[str, Any]]:
    """Return what a file of the gallery has; nothing if there is no such file."""
    found: list[dict[str, Any]] = json.loads(text(path) or "[]")
    return found


def names(folder: str, word: str) -> bool:
    """Say whether a test in a folder, or below, has a word in it."""
    return any(re.search(word, path.read_text(encoding="utf-8")) for path in (TOP / folder).rglob("test_*.py"))


def lacking(kind: str, name: str, found: Iterator[str]) -> None:
    """Fail with a line for each place where something is missing."""
    sentences = [f'{kind} "{name}": {sentence}' for sentence in found]
    if sentences:
        pytest.fail("\n".join(sentences), pytrace=False)


def _script_lacks(folder: str, kind: str) -> Iterator[str]:
    """Yield what is missing of a kind's script, and of its line in the folder's table."""
    index = f"{folder}/index.js"
    if kind not in keys_of(index):
        yield f"{index} has no line for it"
    elif f"['{kind}', async () => (await import('./{kind}.js'))" not in text(index):
        yield f"its line in {index} does not import ./{kind}.js"
    if not text(f"{folder}/{kind}.js"):
        yield f"there is no {folder}/{kind}.js to draw it"


# Control types

KNOWN_CONTROLS = sorted(
    {*CONTROL_TYPES}
    | {
        kind
        for file in (TOP / CONTROLS).glob("*.py")
        for kind in re.findall(r'^    type = "(\w+)"$', text(f"{CONTROLS}/{file.name}"), re.M)
    }
    | keys_of(f"{CONTROL_SCRIPTS}/index.js")
    | stems(TEMPLATES, ".html")
    | stems(GALLERY, ".json")
    | (keys_of(THUMBNAIL) - {"view"})
)


@pytest.mark.parametrize("kind", KNOWN_CONTROLS)
def test_a_control_type_stands_wherever_it_must(kind: str) -> None:
    if kind not in CONTROL_TYPES:
        pytest.fail(f'control type "{kind}": CONTROL_TYPES in {where(controls)} has no line for it', pytrace=False)
    lacking("control type", kind, _control_lacks(kind, CONTROL_TYPES[kind]))


def _control_lacks(kind: str, made: type[Control]) -> Iterator[str]:
    module = import_module(made.__module__)
    if Path(where(module)).stem != kind:
        yield f"its class is in {where(module)}, and should be in a file called {kind}.py"
    if made.__name__ not in controls.__all__:
        yield f"__all__ in {where(controls)} has no {made.__name__}"
    yield from _drawing_lacks(kind)
    try:
        one = making.control(kind)
    except Exception as error:
        yield f"NEEDED in {where(making)} has no keys for it, and without any it can't be: {error}"
        return
    yield from _words_lack(kind, one)
    if made.valued:
        yield from _osc_lacks(kind, one)
    yield from _tests_lack(kind, made, module)


def _drawing_lacks(kind: str) -> Iterator[str]:
    yield from _script_lacks(CONTROL_SCRIPTS, kind)
    first = text(f"{TEMPLATES}/{kind}.html")
    if not first:
        yield f"there is no {TEMPLATES}/{kind}.html, its first HTML"
    elif not ('id="{{ control.id }}"' in first and 'class="native"' in first):
        yield f"{TEMPLATES}/{kind}.html has no element with the control's id and the class native"
    if kind not in keys_of(THUMBNAIL):
        yield f"DRAWINGS in {THUMBNAIL} has no line for it"
    drawn = variants(f"{GALLERY}/{kind}.json")
    if not any("role" not in variant for variant in drawn):
        yield f"{GALLERY}/{kind}.json is missing, or has no variant that players may move"
    if {variant["type"] for variant in drawn} - {kind}:
        yield f"{GALLERY}/{kind}.json has variants of other types"
    for look in ("off", "red"):
        if not (TOP / PICTURES / f"{kind}-{look}.png").is_file():
            yield f"there is no {PICTURES}/{kind}-{look}.png: make pictures"


def _words_lack(kind: str, one: Control) -> Iterator[str]:
    said: set[str] = set()
    for variant in variants(f"{GALLERY}/{kind}.json") or [{}]:
        keys = {key: value for key, value in variant.items() if key not in ("id", "type", "page", "role")}
        said |= set(making.control(kind, **keys).describe())
    for key in sorted(said - properties("ControlSpec")):
        yield f'ControlSpec in {WORDS} has no property for its key "{key}"'
    own = section(SHOWFILE, f"`{kind}`")
    if not own:
        yield f"no heading in {SHOWFILE} has it"
    for key in sorted(said - documented(section(SHOWFILE, "A control\n", "A control"), kind) - documented(own, kind)):
        if own:
            yield f'{SHOWFILE} has no row for its key "{key}"'
    if f'"type": "{kind}"' not in text(SHOWFILE) and kind != "fader":
        yield f"no example in {SHOWFILE} has one"
    if one.valued and not any(re.search(rf"\b{kind}\b", row.get("control", "")) for row in rows(text(PYTHON))):
        yield f"the table of values in {PYTHON} has no row for it"
    table = [row for row in rows(section(SHOWFILE, "A control's addresses")) if "its types, the usual one first" in row]
    found = [row for row in table if re.search(rf"\b{kind}\b", row["control"])]
    types = [tuple(row["its types, the usual one first"].split(", ")) for row in found]
    if one.valued and types != [one.osc_types]:
        yield f'the table of OSC types in {SHOWFILE} has no row for it that says "{", ".join(one.osc_types)}"'


def _osc_lacks(kind: str, one: Control) -> Iterator[str]:
    for sort in one.osc_types:
        if sort not in ARGUMENTS:
            yield f"its osc_types have {sort}, which is no type of an OSC message"
            continue
        keys = {"unit": "mood"} if "unit" in one.describe() else {}
        stage = making.show(
            controls=[{"id": "one", "type": kind, **making.NEEDED.get(kind, {}), **keys, "osc": {"type": sort}}]
        )
        made = stage.controls["one"]
        (address,) = made.osc
        try:
            told: tuple[Argument, ...] = conversion.arguments(made, address, made.start)
            back = conversion.value_of(made, address, told)
        except Exception as error:
            yield f"{where(conversion)} does not make a {sort} of its value, and a value of that: {error!r}"
            continue
        if any(type(argument) is not ARGUMENTS[sort] for argument in told) or back != made.start:
            yield f"{where(conversion)} does not make a {sort} of its value, and a value of that"
            continue
        node = query_tree.find(query_tree.describe(stage, {"one": made.start}), ROOT + "one") or {}
        if made.has_ends and sort in (FLOAT, INT) and "RANGE" not in node:
            yield f"_ends in {where(query_tree)} has no case for it: OSCQuery names no RANGE for its {sort}"
        if keys and sort in (FLOAT, INT) and "UNIT" not in node:
            yield f"_units in {where(query_tree)} has no case for it: OSCQuery names no UNIT for its {sort}"


def _tests_lack(kind: str, made: type[Control], module: ModuleType) -> Iterator[str]:
    for path in (f"{CORE_TESTS}/show/controls/test_{kind}.py", f"tests/browser/test_{kind}.py"):
        if not text(path):
            yield f"there is no {path}"
    reading, conversions = f"{CORE_TESTS}/show/osc/test_reading.py", f"{CORE_TESTS}/osc/test_conversion.py"
    if f'"{kind}": ' not in text(reading):
        yield f"{reading} does not say its usual address"
    if made.valued and f'("{kind}", ' not in text(conversions):
        yield f"{conversions} has no row for it"
    for limit in re.findall(r"^((?:MAX|MIN)_\w+) = ", text(where(module)), re.M):
        value = getattr(module, limit)
        if not names(CORE_TESTS, rf"\b{limit}\b" + (rf"|\b{value}\b" if value > 1000 else "")):
            yield f"no test in {CORE_TESTS} tries {limit} of {where(module)}"


# Style sheets


@pytest.mark.parametrize("style", sorted(stems(STYLES, ".css")))
def test_a_style_sheet_of_controls_is_on_the_page(style: str) -> None:
    assert f'"{style}"' in text(SURFACE), f'style sheet "{style}": the list in {SURFACE} has no {STYLES}/{style}.css'


@pytest.mark.parametrize("style", re.findall(r'"(\w+)"', text(SURFACE).partition("for file in [")[2].partition("]")[0]))
def test_a_style_sheet_of_the_page_is_there(style: str) -> None:
    assert text(f"{STYLES}/{style}.css"), (
        f'style sheet "{style}": {SURFACE} lists it, and there is no {STYLES}/{style}.css'
    )


# Views

KNOWN_VIEWS = sorted({*VIEW_TYPES} | keys_of(f"{VIEW_SCRIPTS}/index.js") | stems(f"{GALLERY}/views", ".json"))


@pytest.mark.parametrize("kind", KNOWN_VIEWS)
def test_a_view_stands_wherever_it_must(kind: str) -> None:
    if kind not in VIEW_TYPES:
        pytest.fail(f'view "{kind}": VIEW_TYPES in {where(views)} has no line for it', pytrace=False)
    lacking("view", kind, _view_lacks(kind))


def _view_lacks(kind: str) -> Iterator[str]:
    yield from _script_lacks(VIEW_SCRIPTS, kind)
    drawn = variants(f"{GALLERY}/views/{kind}.json")
    if not drawn or any(variant.get("type", USUAL) != kind for variant in drawn):
        yield f"{GALLERY}/views/{kind}.json is missing, or has other views than {kind}"
    if "view" not in keys_of(THUMBNAIL):
        yield f"DRAWINGS in {THUMBNAIL} has no line for views"
    own = section(SHOWFILE, "A view")
    if not any("`type`" in row["key"] and f"`{kind}`" in row["means"] for row in rows(own)):
        yield f"the row of the key type, below A view in {SHOWFILE}, does not name it"
    feed = {"id": "running", "source": "program"}
    said: set[str] = set()
    for variant in drawn or [{}]:
        page = {"id": "main", "views": [{**variant, "feed": "running", "type": kind}]}
        said |= set(making.show(feeds=[feed], pages=[page]).pages[0].views[0].describe())
    for key in sorted(said - properties("ViewSpec")):
        yield f'ViewSpec in {WORDS} has no property for its key "{key}"'
    for key in sorted(said - documented(own, kind)):
        yield f'{SHOWFILE} has no row for its key "{key}"'
    if not names("tests/browser", rf'"type": "{kind}"'):
        yield "no test in tests/browser shows it"


# Sources of numbers

OUTSIDE = str(Push.__dataclass_fields__["source"].default)
"""The source whose numbers are sent, and not made."""


@pytest.mark.parametrize("source", sorted({*SOURCES, *MAKERS}))
def test_a_source_of_numbers_stands_wherever_it_must(source: str) -> None:
    if source not in SOURCES:
        pytest.fail(f'source "{source}": SOURCES in {where(feeds)} has no line for it', pytrace=False)
    lacking("source", source, _source_lacks(source))


def _source_lacks(source: str) -> Iterator[str]:
    if source not in MAKERS and source != OUTSIDE:
        yield f"MAKERS in {where(generators)} has no line for it"
    if source in MAKERS and not isinstance(MAKERS[source](), int | float):
        yield f"what MAKERS in {where(generators)} has for it makes no number"
    said = [row for row in rows(section(SHOWFILE, "A feed")) if "`source`" in row["key"]]
    if not any(f"`{source}`" in row["means"] for row in said):
        yield f"the row of the key source, below A feed in {SHOWFILE}, does not name it"
    paced = [row for row in rows(section(SHOWFILE, "A feed")) if "`every`" in row["key"]]
    if source in MAKERS and not any(f"`{source}`" in row["means"] for row in paced):
        yield f"the row of the key every, below A feed in {SHOWFILE}, does not name it"


# Links

HOOKS = {name for name, hook in vars(Listener).items() if isinstance(hook, Callable) and not name.startswith("_")}  # type: ignore[arg-type]
"""What the engine calls of every link."""


def links() -> Iterator[tuple[str, str]]:
    """Yield the file and the name of each class that the engine could start, or that says it is a link.

    What lies deeper than a link's own folder are its parts.
    """
    for path in sorted([*(TOP / LINKS).glob("*.py"), *(TOP / LINKS).glob("*/*.py")]):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                methods = {inner.name for inner in node.body if isinstance(inner, ast.FunctionDef)}
                if "Protocol" not in bases and (methods >= HOOKS or "Link" in bases):
                    yield path.relative_to(TOP).as_posix(), node.name


@pytest.mark.parametrize(("path", "name"), sorted(links()))
def test_a_link_stands_wherever_it_must(path: str, name: str) -> None:
    lacking("link", name, _link_lacks(path, name))


def _link_lacks(path: str, name: str) -> Iterator[str]:
    room = path.removeprefix(f"{LINKS}/").partition("/")[0].removesuffix(".py")
    listed: set[str] = set()
    made: dict[str, str] = {}
    for node in ast.walk(ast.parse(text(APP))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
            made[node.targets[0].id] = ast.unparse(node.value.func)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "links":
            items = node.value.elts if isinstance(node.value, ast.List) else []
            listed = {ast.unparse(item.func if isinstance(item, ast.Call) else item) for item in items}
    if name not in {made.get(one, one) for one in listed}:
        yield f"the list of links in {APP} has no line for it"
    if f'"webui.links.{room}"' not in text(LAW).partition("No link imports another")[2].partition("]")[0]:
        yield f'the law "No link imports another" in {LAW} does not name webui.links.{room}'
    if not (TOP / "tests/links" / room).is_dir() and not text(f"tests/links/test_{room}.py"):
        yield f"there are no tests of it in tests/links/{room}/ or tests/links/test_{room}.py"
