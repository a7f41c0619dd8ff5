"""The one table of control types. A new type is a file here, a line below, and a drawing in static/js/controls."""

from webui.core.controls.base import Control
from webui.core.controls.button import Button
from webui.core.controls.choice import Choice
from webui.core.controls.fader import Fader
from webui.core.controls.label import Label
from webui.core.controls.picture import Picture
from webui.core.controls.text import Text
from webui.core.controls.toggle import Toggle

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
    )
}

__all__ = ["CONTROL_TYPES", "Button", "Choice", "Control", "Fader", "Label", "Picture", "Text", "Toggle"]
