"""Tests of the application around the server: real processes, real signals, a real window."""
