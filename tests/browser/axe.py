"""What axe-core finds wrong on a page, as sentences. It looks at roles, names, colours and the order of things."""

from playwright.sync_api import Page

from tests.stage import ROOT

AXE = (ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

# It walks through all that is in the document, and judges what is seen: the gallery's other pages, some thousand
# elements, are taken out until it has looked.
RUN = """
async ([root, rules]) => {
    const only = rules ? {runOnly: {type: 'rule', values: rules}} : {};
    const away = [...document.querySelectorAll('.page[hidden]')].map((page) => [page, document.createComment('')]);
    for (const [page, place] of away) page.replaceWith(place);
    const found = await axe.run(root ?? document, {resultTypes: ['violations'], ...only});
    for (const [page, place] of away) place.replaceWith(page);
    return found.violations.flatMap(({id, help, nodes}) => nodes.map(({target, any, all, none}) =>
        `${id}: ${help}: ${target.join(' ')}: ${[...any, ...all, ...none].map(({message}) => message).join('; ')}`));
}
"""


COLOURS = ["color-contrast"]


def violations(page: Page, root: str | None = None, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds on the page, or in the part of it that a selector names, by all rules or by some."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, [root, rules])
    return found
