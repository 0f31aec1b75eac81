"""Which fields of a social risk are amounts of money, in cents."""

from typing import Final

from declarations.glossary.model import Zone

MONEY: Final = ("Amount", "Salary", "Remuneration")
NOT_MONEY: Final = ("RemunerationTimeUnit",)


def is_money(zone: Zone) -> bool:
    """Say whether a field holds cents."""
    named = any(part in zone.label for part in MONEY) and zone.label not in NOT_MONEY
    return zone.type == "number" and named
