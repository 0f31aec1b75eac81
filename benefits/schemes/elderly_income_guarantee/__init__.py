"""The income guarantee for the elderly (law of 22 March 2001)."""

from benefits.schemes.elderly_income_guarantee.rule import SCHEME

__all__ = ["SCHEME"]
