"""The result and what a person takes along or shares."""

__all__ = ["pages", "reminder", "sharing", "takeaway"]
