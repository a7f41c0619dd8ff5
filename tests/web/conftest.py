"""Fixtures of more than one file here."""

from tests.stores import database, open_store, store
from tests.web.rooms import room

__all__ = ["database", "open_store", "room", "store"]
