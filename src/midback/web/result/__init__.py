"""The result and what a person takes along or shares."""
