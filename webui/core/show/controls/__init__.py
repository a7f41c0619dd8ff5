"""The one table of control types. A new type is a file here, a line below, and a drawing in static/js/controls."""

from webui.core.show.controls.base import Control
from webui.core.show.controls.button import Button
from webui.core.show.controls.choice import Choice
from webui.core.show.controls.colour import Colour
from webui.core.show.controls.encoder import Encoder
from webui.core.show.controls.fader import Fader
from webui.core.show.controls.group import Group
from webui.core.show.controls.knob import Knob
from webui.core.show.controls.label import Label
from webui.core.show.controls.number import Number
from webui.core.show.controls.page import PageButton
from webui.core.show.controls.picture import Picture
from webui.core.show.controls.range import Range
from webui.core.show.controls.text import Text
from webui.core.show.controls.toggle import Toggle
from webui.core.show.controls.xy import XY

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
