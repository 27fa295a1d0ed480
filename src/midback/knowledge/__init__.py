"""Content, checked once, linked and parted: what it means and what it says."""

from midback.knowledge.knowledge_base import KnowledgeBase
from midback.knowledge.known_ids import DEFAULT_PROFILE
from midback.knowledge.load import Content, load_content, load_knowledge, load_words, read_content, shipped
from midback.knowledge.places import words_at

__all__ = [
    "DEFAULT_PROFILE",
    "Content",
    "KnowledgeBase",
    "load_content",
    "load_knowledge",
    "load_words",
    "read_content",
    "shipped",
    "words_at",
]
