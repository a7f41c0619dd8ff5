"""Names that people may give: some want to be more than text, some cover their neighbours, some run the other way."""

from webui.core.devices.names import MAX_NAME

LONGEST = "The longest name that a screen can have!"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
MASK = "\U0001f3ad"
SCRIPT = "<img src=x onerror=window.owned=1>"
RIGHT_TO_LEFT = "לוח תאורה: ימין"

EVIL = {
    SCRIPT: SCRIPT,
    "\u202egnihton\u202c \u2066dna\u2069 erom": "gnihton dna erom",
    RIGHT_TO_LEFT: RIGHT_TO_LEFT,
    MASK * MAX_NAME: MASK * MAX_NAME,
    FAMILY * 5: FAMILY * 5,
    "W" * MAX_NAME: "W" * MAX_NAME,
    "Z" + "\u0334" * 7: "Z" + "\u0334" * 3,
}
"""Names as they are typed, and as everybody sees them."""
