"""The one table of control types. A new type is a file here, a line below, and a drawing in static/js/controls."""

from webui.core.controls.base import Control
from webui.core.controls.button import Button
from webui.core.controls.choice import Choice
from webui.core.controls.colour import Colour
from webui.core.controls.encoder import Encoder
from webui.core.controls.fader import Fader
from webui.core.controls.group import Group
from webui.core.controls.knob import Knob
from webui.core.controls.label import Label
from webui.core.controls.number import Number
from webui.core.controls.page import PageButton
from webui.core.controls.picture import Picture
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
        Choice,
        Text,
        Label,
        Picture,
        Knob,
        Number,
        Encoder,
        XY,
        Range,
        Colour,
        Group,
        PageButton,
    )
}

__all__ = [
    "CONTROL_TYPES",
    "XY",
    "Button",
    "Choice",
    "Colour",
    "Control",
    "Encoder",
    "Fader",
    "Group",
    "Knob",
    "Label",
    "Number",
    "PageButton",
    "Picture",
    "Range",
    "Text",
    "Toggle",
]
