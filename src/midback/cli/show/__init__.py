"""An assessment in the terminal."""

__all__ = ["cases", "result", "rows"]
