"""Full unemployment."""

from benefits.schemes.unemployment.facts import Category, EndedBy, Facts
from benefits.schemes.unemployment.rule import SCHEME

__all__ = ["SCHEME", "Category", "EndedBy", "Facts"]
