"""What Midback knows, in the terminal."""
