"""Who may see who does not take up a right."""

from benefits.takeup.rights import SEARCHED
from casework.cases.access import schemes_of
from portal.access.models import Capacity


def searched_by(capacity: Capacity) -> list[str]:
    """Return the rights that are searched for and on which the office of a caseworker decides."""
    assert capacity.institution is not None  # noqa: S101 - a caseworker has an office
    return [scheme for scheme in schemes_of(capacity.institution) if scheme in SEARCHED]
