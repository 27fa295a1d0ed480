"""Serving, and who may sign in."""
