"""What keeps tenants apart, left out in turn: the matrix sees that it is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import pytest
from django.db import transaction

from portal.access.scoping import TENANT_FILTERS
from tests.access.matrix import OTHER, attempts
from tests.access.test_matrix import ACTORS, World, world
from tests.conftest import served_by_the_owner

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def _everybody(*_arguments: Any, **_named: Any) -> bool:
    return True


def _all(self: Any, *_arguments: Any) -> Any:
    return self.all()


def _declarations(self: Any, *_arguments: Any) -> Any:
    return self.order_by("-received_at", "-id")


def _reports(self: Any, *_arguments: Any) -> Any:
    in_use = PersonNumber.objects.filter(person=models.OuterRef("person"), until__isnull=True)  # type: ignore[name-defined]  # noqa: F821
    return self.annotate(inss=models.Subquery(in_use.values("number")[:1]))  # type: ignore[name-defined]  # noqa: F821


def _messages(_sender: Any) -> Any:
    return _counted(Message.objects.filter(service=Service.HIRING)).order_by("-pk")  # type: ignore[name-defined]  # noqa: F821


def _files(_capacity: Any) -> Any:
    return DroppedFile.objects.order_by("-pk")  # type: ignore[name-defined]  # noqa: F821


def _sendings(_capacity: Any) -> Any:
    return Sending.objects.select_related("trigger", "message")  # type: ignore[name-defined]  # noqa: F821


def _periods(_capacity: Any) -> Any:
    return EmploymentPeriod.objects.select_related("person", "company")  # type: ignore[name-defined]  # noqa: F821


def _contacts_to_rate(_person: Any) -> Any:
    return Contact.objects.select_related("office")  # type: ignore[name-defined]  # noqa: F821


def _decisions_to_rate(_person: Any) -> Any:
    return Decision.objects.select_related("claim__case__office")  # type: ignore[name-defined]  # noqa: F821


def _way(_capacity: Any, _person: Any) -> Any:
    return WayIn(Purpose.CASE)  # type: ignore[name-defined]  # noqa: F821


def _ground(_capacity: Any, _person: Any, _scheme: str) -> Any:
    return Ground(Purpose.CASE)  # type: ignore[name-defined]  # noqa: F821


def _party(_capacity: Any, _mandate: Any) -> Any:
    return Party.GIVER  # type: ignore[name-defined]  # noqa: F821


# Each filter and what stands in its place; the names are those of its own module.
LEFT_OUT: dict[str, Callable[..., Any]] = {
    "benefits.claims.access.may_complete_claim": _everybody,
    "casework.approval.access.may_see_proposal": _everybody,
    "casework.recovery.access.ground_to_see": _ground,
    "casework.cases.access.may_see_case": _everybody,
    "casework.appointments.access.may_close_appointment": _everybody,
    "casework.appointments.access.may_see_appointment": _everybody,
    "casework.callbacks.access.may_call": _everybody,
    "casework.callbacks.access.may_withdraw": _everybody,
    "casework.contacts.access.may_see_contact": _everybody,
    "casework.contacts.queries.IdentificationQuerySet.open_to": _all,
    "casework.questions.access.may_see_question": _everybody,
    "casework.cases.access.may_take_claim": _everybody,
    "casework.cases.access.may_take_objection": _everybody,
    "casework.cases.access.may_take_finding": _everybody,
    "casework.persons.access.way_in": _way,
    "casework.plans.access.may_see_support": _everybody,
    "casework.ratings.queries.contacts_to_rate": _contacts_to_rate,
    "casework.ratings.queries.decisions_to_rate": _decisions_to_rate,
    "casework.referrals.access.may_see_referral": _everybody,
    "declarations.channels.queries.DeclarationQuerySet.readable_by": _declarations,
    "declarations.channels.queries.messages_of": _messages,
    "declarations.files.queries.files_of": _files,
    "declarations.files.queries.sendings_of": _sendings,
    "declarations.hiring.access.may_see_register": _everybody,
    "declarations.hiring.access.own_periods": _periods,
    "declarations.social_risk.queries.RiskDeliveryQuerySet.to": _all,
    "declarations.statuses.queries.StatusReportQuerySet.sent_by": _reports,
    "declarations.wages.access.may_declare": _everybody,
    "declarations.wages.access.may_see_quarters": _everybody,
    "portal.access.glass.queries.GlassBreakQuerySet.of_institution": _all,
    "portal.access.mandates.access.party_of": _party,
    "portal.access.mandates.queries.MandateQuerySet.of": _all,
    "portal.exchange.network.queries.ExchangeQuerySet.of": _all,
}
# What is shut twice: a quarter to who may not see the company, and to who may not declare it; a
# move of a mandate to who does not find it, and to who is no party.
TOGETHER = {
    "declarations.wages.access.may_declare": "declarations.wages.access.may_see_quarters",
    "portal.access.mandates.access.party_of": "portal.access.mandates.queries.MandateQuerySet.of",
    "portal.access.mandates.queries.MandateQuerySet.of": "portal.access.mandates.access.party_of",
}


@contextmanager
def left_out(*names: str) -> Iterator[None]:
    """Put something in the place of filters that lets everybody in, wherever they are imported."""
    functions = [(TENANT_FILTERS[name], LEFT_OUT[name]) for name in names]
    kept = [(function, function.__code__) for function, _other in functions]
    for function, other in functions:
        assert isinstance(function, FunctionType)
        assert isinstance(other, FunctionType)
        function.__code__ = other.__code__
    try:
        yield
    finally:
        for function, code in kept:
            function.__code__ = code


def leaks(world: World, *, names_alone: bool = False) -> list[str]:
    """Return where something of the other tenant is shown, or answered as if it were one's own.

    With `names_alone` an answer that shows nothing of the other's persons is none: a company may
    be looked up in its directory by everybody.
    """
    found = []
    for actor in ACTORS:
        for each in attempts(actor, world.own, world.other):
            if each.whose != OTHER or each.method not in each.row.methods & {"GET", "POST"}:
                continue
            if each.row.shared or actor not in each.row.who:
                continue
            with transaction.atomic():
                response, told = world.ask(actor, each)
                transaction.set_rollback(True)
            if names_alone:
                shown = bool(world.other.shown_in(told))
            else:
                shown = response.status_code < 400 or bool(world.other.canaries_in(told))
            if shown:
                found.append(f"{actor} {each.method} {each.row.name}: {response.status_code}")
    return found


def test_each_filter_can_be_left_out() -> None:
    assert TENANT_FILTERS.keys() == LEFT_OUT.keys(), "say what would stand in its place"


def test_nothing_leaks_while_all_stand(world: World) -> None:
    assert leaks(world) == []


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_filter_that_is_forgotten_is_found(world: World, name: str) -> None:
    with served_by_the_owner(), left_out(name, *filter(None, [TOGETHER.get(name)])):
        assert leaks(world)


@pytest.mark.parametrize("names", [*([name] for name in LEFT_OUT), list(LEFT_OUT)])
def test_the_database_refuses_what_a_forgotten_filter_would_show(
    world: World, names: list[str]
) -> None:
    with left_out(*names):
        shown = leaks(world, names_alone=True)
    assert shown == []
