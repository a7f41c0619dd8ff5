"""The link to simple clients: values.py is the namespace /, numbers.py /test, namespace.py what both share."""

from webui.links.simple.link import Simple
from webui.links.simple.namespace import KEPT_OUT

__all__ = ["KEPT_OUT", "Simple"]
