"""What Midback knows, in the terminal."""

__all__ = ["cards", "citations", "inventory", "numbers", "questions", "records", "schemas"]
