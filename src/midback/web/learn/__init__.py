"""Pages to read."""

__all__ = ["pages"]
