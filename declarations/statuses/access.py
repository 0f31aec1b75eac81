"""Which institution may report what."""

from declarations.statuses.models import QUALITY_OF, StatusKind
from portal.access.models import Capacity, Service
from portal.directory.models import Authorisation
from portal.people.models import Institution


def institution_of(capacity: Capacity) -> Institution:
    """Return the institution for which somebody acts."""
    assert capacity.institution is not None  # noqa: S101 - this kind of capacity names one
    return capacity.institution


def kinds_of(institution: Institution) -> list[StatusKind]:
    """Return the statuses that an institution is authorised to report today."""
    qualities = set(
        Authorisation.objects.in_use()
        .filter(institution=institution, service=Service.STATUSES)
        .values_list("quality", flat=True)
    )
    return [kind for kind in StatusKind if QUALITY_OF[kind] in qualities]
