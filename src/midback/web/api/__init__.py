"""The JSON API."""

__all__ = ["app", "strict"]
