"""From the first page to the answers: one question a page."""

__all__ = ["addresses", "answers", "body_map", "forms", "own_words", "questions", "start", "stop"]
