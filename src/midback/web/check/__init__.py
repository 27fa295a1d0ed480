"""From the first page to the answers: one question a page."""
