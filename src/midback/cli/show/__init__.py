"""An assessment in the terminal."""
