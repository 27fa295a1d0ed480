"""From upper back pain to an urgency, its reasons, possible causes and a plan, with a source for every statement."""

__version__ = "0.1.0"

__all__ = ["__version__"]
