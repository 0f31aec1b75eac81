"""What institutions do with the risks that are for them: take them in by cursor, and answer."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection

from declarations.social_risk.models import AnswerKind, RiskAnswer, RiskDelivery
from declarations.social_risk.queries import RiskDeliveryQuerySet
from portal.access.door import open_files
from portal.access.models import Capacity, Purpose

# Below this number no delivery is still to come from a transaction that has not ended.
SETTLED: Final = "SELECT deliveries_settled()"


def take(capacity: Capacity, after: int, limit: int) -> list[RiskDelivery]:
    """Return what is for an institution after a cursor, in order, at most `limit` of it.

    What may still be overtaken by a late commit waits some seconds. Each leaves a line in the
    file of its person.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        (settled,) = cursor.fetchone() or (0,)
    found = list(_own(capacity).filter(pk__gt=after, pk__lt=settled)[:limit])
    open_files(((each.risk.person_id, capacity.pk) for each in found), Purpose.DECLARATION)
    return found


def delivered(capacity: Capacity, declaration: UUID) -> RiskDelivery | None:
    """Return a delivery to an institution, by the name of its declaration; None for another's."""
    return _own(capacity).filter(declaration__reference=declaration).first()


def answer(delivery: RiskDelivery, kind: AnswerKind, note: str = "") -> tuple[RiskAnswer, bool]:
    """Keep what an institution answers, and say whether it is new: each kind is said once."""
    return RiskAnswer.objects.get_or_create(delivery=delivery, kind=kind, defaults={"note": note})


def _own(capacity: Capacity) -> RiskDeliveryQuerySet:
    return RiskDelivery.objects.to(capacity).with_all().order_by("pk")
