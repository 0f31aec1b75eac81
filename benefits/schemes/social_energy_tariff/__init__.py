"""The social tariff for gas and electricity."""

from benefits.schemes.social_energy_tariff.rule import SCHEME, Facts, Status

__all__ = ["SCHEME", "Facts", "Status"]
