"""MANY PEOPLE: the same meaning as the engine's, written apart over columns, so that the two check each other."""

from midback.kernel.differential import scores
from midback.kernel.planes import Planes
from midback.kernel.triage import urgencies

__all__ = ["Planes", "scores", "urgencies"]
