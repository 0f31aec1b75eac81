"""What keeps tenants apart, left out in turn: the matrix sees that it is missing."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType, FunctionType
from typing import Any

import pytest
from django.db import transaction

from portal.access.scoping import TENANT_FILTERS
from tests.access.matrix import OTHER, Attempt, attempts
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


def _staff(_office: Any) -> Any:
    return Capacity.objects.filter(kind=CapacityKind.CASEWORKER).select_related("user__person")  # type: ignore[name-defined]  # noqa: F821


def _party(_capacity: Any, _mandate: Any) -> Any:
    return Party.GIVER  # type: ignore[name-defined]  # noqa: F821


# Each filter and what stands in its place; the names are those of its own module.
LEFT_OUT: dict[str, Callable[..., Any]] = {
    "benefits.claims.access.may_complete_claim": _everybody,
    "benefits.customers.queries.CustomerFileQuerySet.of": _all,
    "casework.approval.access.may_see_proposal": _everybody,
    "casework.recovery.access.ground_to_see": _ground,
    "casework.cases.access.may_see_case": _everybody,
    "casework.referrals.access.may_see_suggestion": _everybody,
    "casework.appointments.access.may_close_appointment": _everybody,
    "casework.appointments.access.may_manage_opening": _everybody,
    "casework.referrals.access.may_manage_partner": _everybody,
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
    "casework.referrals.access.may_manage_offer": _everybody,
    "casework.referrals.access.may_see_referral": _everybody,
    "casework.staff.queries.caseworkers": _staff,
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
    "portal.directory.queries.AuthorisationQuerySet.of": _all,
    "portal.exchange.network.queries.ExchangeQuerySet.of": _all,
    "portal.exchange.profiles.queries.ProfileChangeQuerySet.seen_by": _all,
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


def aimed_at_the_other(world: World) -> Iterator[tuple[str, Attempt]]:
    """Yield what somebody may do with their own, tried with what is of the other tenant."""
    for actor in ACTORS:
        for each in attempts(actor, world.own, world.other):
            if each.whose != OTHER or each.method not in each.row.methods & {"GET", "POST"}:
                continue
            if not each.row.shared and actor in each.row.who:
                yield actor, each


@contextmanager
def noting_filters() -> Iterator[set[str]]:
    """Note which filters are asked."""
    names = {id(function.__code__): name for name, function in TENANT_FILTERS.items()}
    asked: set[str] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and id(frame.f_code) in names:
            asked.add(names[id(frame.f_code)])

    sys.setprofile(note)
    try:
        yield asked
    finally:
        sys.setprofile(None)


# By who serves, and by attempt: the filters that it asks. The same in each test of a process.
ASKED: dict[str, dict[tuple[str, str, str], set[str]]] = {}


def asking(world: World, server: str, names: Collection[str]) -> Iterator[tuple[str, Attempt]]:
    """Yield the attempts that ask one of these filters while all stand.

    The others never meet it: leaving it out changes nothing for them.
    """
    if server not in ASKED:
        asked: dict[tuple[str, str, str], set[str]] = {}
        for actor, each in aimed_at_the_other(world):
            with noting_filters() as found:
                ask(world, actor, each)
            asked.setdefault((actor, each.method, each.row.name), set()).update(found)
        ASKED[server] = asked
    for actor, each in aimed_at_the_other(world):
        if not ASKED[server][actor, each.method, each.row.name].isdisjoint(names):
            yield actor, each


def ask(world: World, actor: str, each: Attempt) -> tuple[Any, bytes]:
    """Try something and take it back; return the answer with what it tells."""
    with transaction.atomic():
        answer = world.ask(actor, each)
        transaction.set_rollback(True)
    return answer


def leaks(
    world: World, tries: Iterable[tuple[str, Attempt]], *, names_alone: bool = False
) -> list[str]:
    """Return where something of the other tenant is shown, or answered as if it were one's own.

    With `names_alone` an answer that shows nothing of the other's persons is none: a company may
    be looked up in its directory by everybody.
    """
    found = []
    for actor, each in tries:
        response, told = ask(world, actor, each)
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
    assert leaks(world, aimed_at_the_other(world)) == []


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_filter_that_is_forgotten_is_found(world: World, name: str) -> None:
    names = [name, *filter(None, [TOGETHER.get(name)])]
    with served_by_the_owner():
        tries = list(asking(world, "owner", names))
        with left_out(*names):
            assert leaks(world, tries)


@pytest.mark.parametrize("names", [*([name] for name in LEFT_OUT), list(LEFT_OUT)])
def test_the_database_refuses_what_a_forgotten_filter_would_show(
    world: World, names: list[str]
) -> None:
    tries = list(asking(world, "web", names))
    with left_out(*names):
        shown = leaks(world, tries, names_alone=True)
    assert shown == []
