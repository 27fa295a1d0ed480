"""The interview in the terminal."""

__all__ = ["answers", "bookmark", "interview", "pages"]
