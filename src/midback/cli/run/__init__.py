"""Serving, and who may sign in."""

__all__ = ["trail", "users"]
