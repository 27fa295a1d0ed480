"""Commands that show how far Midback can be trusted: proofs, validation, simulation, review, freshness, differences."""

from midback.cli.assurance.commands import register

__all__ = ["register"]
