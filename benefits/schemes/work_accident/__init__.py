"""Accidents at work: as long as one cannot work at all."""

from benefits.schemes.work_accident.rule import SCHEME

__all__ = ["SCHEME"]
