"""A page button: it turns the screen that it is touched on to another page."""

from dataclasses import dataclass
from typing import Self

from webui.core.show.controls.base import describe_common, read_common
from webui.core.show.controls.still import Still
from webui.core.show.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class PageButton(Still):
    """It moves nothing: other screens stay where they are."""

    type = "page"
    size = (2, 1)

    page: str
    """The id of the page that it turns to."""

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make one from a show file's fields."""
        common = read_common(fields)
        return cls(
            id=common.id,
            label=common.label,
            place=common.place,
            role=common.role,
            default="",
            start="",
            page=fields.id("page"),
        )

    def describe(self) -> dict[str, object]:
        """Return it as JSON."""
        return describe_common(self) | {"page": self.page}
