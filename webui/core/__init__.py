"""The rules of a shared control surface; README.md states the law of this folder."""
