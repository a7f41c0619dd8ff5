"""Small pictures of the gallery, to compare with: `make pictures` takes them anew; look at them then.

Compared is in a browser, after both were made small: how letters are smoothed is no difference, a missing cap is.
"""

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PICTURES = Path(__file__).with_name("pictures")
VIEWPORT = {"width": 1024, "height": 768}
SCALE = 4
"""Pixels of the page to one of the picture, either way."""

NOTICED = 24
"""Of 255: by how much a pixel must be darker or lighter in some colour to be another."""

MOST = 0.004
"""The share of pixels that may be others."""

PAINT = """
const paint = async (data, scale) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width / scale, image.height / scale];
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
};
"""
SMALL = (
    f"async ([data, scale]) => {{ {PAINT} return (await paint(data, scale)).toDataURL('image/png').split(',')[1]; }}"
)
SHARE = f"""async ([one, other, noticed]) => {{ {PAINT}
    const [a, b] = [await paint(one, 1), await paint(other, 1)];
    if (a.width !== b.width || a.height !== b.height) return 1;
    const [p, q] = [a, b].map((canvas) => canvas.getContext('2d').getImageData(0, 0, a.width, a.height).data);
    let others = 0;
    for (let i = 0; i < p.length; i += 4) {{
        if ([0, 1, 2].some((colour) => Math.abs(p[i + colour] - q[i + colour]) > noticed)) others += 1;
    }}
    return others / (p.length / 4);
}}"""


def small(page: Page, workshop: Page) -> bytes:
    """Return a small picture of a page; it is made small in `workshop`, an empty page."""
    data = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    made: str = workshop.evaluate(SMALL, [data, SCALE])
    return base64.b64decode(made)


def share(workshop: Page, one: bytes, other: bytes) -> float:
    """Return how many pixels of two pictures differ, from 0 to 1."""
    both: list[Any] = [base64.b64encode(picture).decode() for picture in (one, other)]
    found: float = workshop.evaluate(SHARE, [*both, NOTICED])
    return found
