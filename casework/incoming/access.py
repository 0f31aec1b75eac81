"""Who may say what becomes of money that names no debt, and review what was said."""

from functools import wraps
from typing import ParamSpec

from django.db import connection
from django.http import Http404
from django.http.response import HttpResponseBase

from benefits.recovery.models import Allocation
from portal.access.door import ActingRequest, View, is_near
from portal.access.models import Capacity, CapacityKind

P = ParamSpec("P")

PAYER = 18  # sector of the office that works the account from which rights are paid


def works_account(capacity: Capacity) -> bool:
    """Say whether somebody is a caseworker of the office that works the account."""
    office = capacity.institution
    return (
        capacity.kind == CapacityKind.CASEWORKER and office is not None and office.sector == PAYER
    )


def working_account(view: View[P]) -> View[P]:
    """Let a view be seen by who works the account alone; 404 for others.

    While it is made, and on no other page, the database shows whose debts there are.
    """

    @wraps(view)
    def worked(request: ActingRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not works_account(request.capacity):
            raise Http404
        _look_for_debts("on")
        try:
            return view(request, *args, **kwargs)
        finally:
            _look_for_debts("")

    return worked


def _look_for_debts(said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('solida.debts', %s, false)", [said])


def may_review(capacity: Capacity, allocation: Allocation) -> bool:
    """Say whether a caseworker may review: not who decided, lives with them or with whose debt it
    is, and only what waits."""
    people = (allocation.decided_by.person, allocation.person)
    return (
        works_account(capacity)
        and allocation.waits
        and not hasattr(allocation, "review")
        and allocation.decided_by_id != capacity.user_id
        and not any(person and is_near(capacity, person) for person in people)
    )
