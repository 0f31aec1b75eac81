"""For whom somebody declares."""

from portal.access.models import Capacity
from portal.people.models import Company


def sender(capacity: Capacity) -> Company:
    """Return the company or payroll office of a capacity that names one."""
    assert capacity.company is not None  # noqa: S101 - the kinds that declare name one
    return capacity.company
