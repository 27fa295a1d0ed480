"""How we know: proofs over the rules, validation on cases, what a change moves, what is due for review."""
