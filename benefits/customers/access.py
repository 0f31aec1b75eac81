"""Who sends customer files and reads their answers."""

from typing import Final

from portal.access.models import Capacity

SUPPLIERS: Final = 70  # the sector of energy suppliers


def is_supplier(capacity: Capacity) -> bool:
    """Say whether somebody acts for an energy supplier; the control asks for the profile too."""
    return capacity.institution is not None and capacity.institution.sector == SUPPLIERS
