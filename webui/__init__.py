"""Sidestage's server: the shared surface, its engine, its links and its pages."""

VERSION = "0.1.0"
