"""Reads of forms that answers tell of."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from declarations.channels.models import Declaration, Result
from declarations.wages.amending.versions import ORIGINAL
from declarations.wages.models import Form
from portal.access.models import Capacity

TAKEN = (Result.ACCEPTED, Result.WARNING)


def forms_of(capacity: Capacity) -> QuerySet[Form]:
    """Return the forms that somebody may read, in the order in which they were sent."""
    readable = Declaration.objects.readable_by(capacity).order_by()
    return (
        Form.objects.filter(declaration__in=readable)
        .select_related("declaration__verdict", "declaration__message__capacity", "filing__company")
        .defer("declaration__message__body")
        .order_by("declaration")
    )


def judged(forms: QuerySet[Form], ticket: UUID) -> QuerySet[Form]:
    """Return the forms of a message that have their verdict."""
    return forms.filter(declaration__message__ticket=ticket, declaration__verdict__isnull=False)


def originals(forms: QuerySet[Form], ticket: UUID) -> QuerySet[Form]:
    """Return the accepted originals of a message."""
    return judged(forms, ticket).filter(
        declaration__flow=ORIGINAL, declaration__verdict__result__in=TAKEN
    )


def amendments(forms: QuerySet[Form]) -> QuerySet[Form]:
    """Return the accepted amendments."""
    return forms.filter(declaration__verdict__result__in=TAKEN).exclude(declaration__flow=ORIGINAL)
