"""Tests of the bundle: made as for others, and played as by others."""
