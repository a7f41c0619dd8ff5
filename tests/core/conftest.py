"""Fixtures of more than one file here."""

from tests.core.doors import door

__all__ = ["door"]
