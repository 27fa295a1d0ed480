"""Content, checked once, linked and parted: what it means and what it says."""

from midback.knowledge.knowledge_base import KnowledgeBase
from midback.knowledge.load import Content, load_content, load_knowledge, load_words, read_content, shipped
from midback.knowledge.places import DEFAULT_PROFILE, words_at

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
