"""Child benefit, by where the child lives: Flanders, Wallonia, Brussels, the German-speakers."""

from benefits.schemes.child_benefit.rule import SCHEME

__all__ = ["SCHEME"]
