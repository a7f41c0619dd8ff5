"""Fixtures of more than one file here."""

from tests.links.harness import room
from tests.stores import database, open_store, store

__all__ = ["database", "open_store", "room", "store"]
