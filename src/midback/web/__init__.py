"""The web door: pages that work without JavaScript, and a JSON API."""

__all__ = ["api", "app", "check", "clinic", "gallery", "kit", "learn", "result", "server"]
