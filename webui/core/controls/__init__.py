"""The one table of control types. A new type is a file here, a line below, and a drawing in static/js/controls."""

from webui.core.controls.base import Control
from webui.core.controls.button import Button
from webui.core.controls.colour import Colour
from webui.core.controls.fader import Fader
from webui.core.controls.range import Range
from webui.core.controls.text import Text
from webui.core.controls.toggle import Toggle
from webui.core.controls.xy import XY

CONTROL_TYPES: dict[str, type[Control]] = {
    kind.type: kind
    for kind in (
        Fader,
        Toggle,
        Button,
        Text,
        XY,
        Range,
        Colour,
    )
}

__all__ = ["CONTROL_TYPES", "XY", "Button", "Colour", "Control", "Fader", "Range", "Text", "Toggle"]
