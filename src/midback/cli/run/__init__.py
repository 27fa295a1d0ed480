"""Serving, and who may sign in."""

__all__ = ["doctor", "trail", "users"]
