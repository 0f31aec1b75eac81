"""Maternity rest."""

from benefits.schemes.maternity.rule import SCHEME

__all__ = ["SCHEME"]
