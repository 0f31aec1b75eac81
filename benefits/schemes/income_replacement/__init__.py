"""The income-replacement allowance for people with a disability (law of 27 February 1987)."""

from benefits.schemes.income_replacement.rule import SCHEME

__all__ = ["SCHEME"]
