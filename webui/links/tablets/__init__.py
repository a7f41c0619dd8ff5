"""The link to our own pages: link.py has operations and frames; whatever else pages are told or ask is a part."""

from webui.links.tablets.link import Tablets

__all__ = ["Tablets"]
