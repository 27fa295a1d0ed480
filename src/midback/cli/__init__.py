"""The terminal: `midback` and its commands."""

from midback.cli.app import app, main

__all__ = ["app", "main"]
