"""Maximum billing: what a household pays for care above a ceiling is paid back."""

from benefits.schemes.maximum_billing.rule import SCHEME

__all__ = ["SCHEME"]
