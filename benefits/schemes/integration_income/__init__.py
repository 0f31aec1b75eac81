"""Integration income (law of 26 May 2002): the last net, given by the public welfare centre."""

from benefits.schemes.integration_income.rule import SCHEME

__all__ = ["SCHEME"]
