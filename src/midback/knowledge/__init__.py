"""Content, checked once and linked: the knowledge base."""

from midback.knowledge.knowledge_base import KnowledgeBase
from midback.knowledge.load import load_content, load_knowledge

__all__ = ["KnowledgeBase", "load_content", "load_knowledge"]
