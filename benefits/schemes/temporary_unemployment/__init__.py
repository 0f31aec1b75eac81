"""Temporary unemployment: the contract stands, the work stops for a while."""

from benefits.schemes.temporary_unemployment.rule import SCHEME

__all__ = ["SCHEME"]
