"""Incapacity for work: the first year, and invalidity after it."""

from benefits.schemes.incapacity.rule import SCHEME

__all__ = ["SCHEME"]
