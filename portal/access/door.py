"""The one door to a person's data: each passage leaves a line that the person can read."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec, Protocol, cast
from uuid import UUID

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.access.glass.models import GlassBreak
from portal.access.mandates.helping import lets_in
from portal.access.mandates.models import Mandate
from portal.access.models import AccessLine, Capacity, CapacityKind, Environment, Purpose
from portal.access.second_factor.policy import lacks_second_factor
from portal.binary_rows import Column
from portal.copying import copy_values, insert_alike, insert_rows
from portal.law.money import Ints
from portal.people.models import HouseholdMember, Person

P = ParamSpec("P")
AGAIN: Final = timedelta(minutes=15)


class ActingRequest(HttpRequest):
    """A request whose capacity is known and is of the kind that the view asks for."""

    capacity: Capacity


class View(Protocol[P]):
    """A view of somebody who acts in a capacity."""

    def __call__(
        self, request: ActingRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        """Answer the request."""


def acting_as(
    *kinds: CapacityKind,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Let a view be used in these capacities only.

    Who has not signed in is asked to; who has several capacities and chose none is asked which;
    another capacity, one for tests, or a helper where the view is not open to helpers raises
    `PermissionDenied` (403); who acts for many persons
    shows a second proof first (`second_factor/policy.yaml`).
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            capacity = getattr(request, "capacity", None)
            if not capacity:
                return redirect("start")
            if capacity.kind not in kinds or capacity.environment != Environment.REAL:
                raise PermissionDenied
            if not lets_in(view, capacity):
                raise PermissionDenied
            if lacks_second_factor(request, capacity):
                way = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
                return redirect(f"{reverse('second_factor_wanted')}?{way}")
            return view(cast(ActingRequest, request), *args, **kwargs)

        guarded.acting_as = kinds  # type: ignore[attr-defined]
        return login_required(guarded)

    return decorate


class TooNearError(PermissionDenied):
    """One's own file, or that of somebody one lives with or helps: a colleague must look."""


def persons_near(capacity: Capacity) -> QuerySet[Person]:
    """Return at whom staff may not look: who acts, who lives with them today, and whom they help
    or represent or are helped by, also where that is only asked."""
    own = capacity.person
    shared = HouseholdMember.objects.living_with(own, timezone.localdate())
    helped = Mandate.objects.standing().filter(Q(holder_person=own) | Q(giver_person=own))
    # One list of ids, so that each is looked up and not everybody compared with four lists.
    near = Person.objects.filter(pk=own.pk).values("pk")
    near = near.union(
        shared.values("person"), helped.values("giver_person"), helped.values("holder_person")
    )
    return Person.objects.filter(pk__in=near)


def is_near(capacity: Capacity, person: Person) -> bool:
    """Say whether a person is one of `persons_near`."""
    return persons_near(capacity).filter(pk=person.pk).exists()


def open_file(
    person: Person,
    capacity: Capacity | None,
    purpose: Purpose,
    case: UUID | None = None,
    glass: GlassBreak | None = None,
    ground: str = "",
) -> Person:
    """Return the person's file and leave a line: who, in which capacity, why, for which case.

    Without a capacity it is the portal itself that looked, to grant a right; `glass` is the
    reason where there is no case, `ground` the law that lets one look, in words.
    """
    AccessLine.objects.create(
        person=person, capacity=capacity, purpose=purpose, case=case, glass=glass, ground=ground
    )
    return person


def open_files(passages: Iterable[tuple[int, int | None]], purpose: Purpose) -> None:
    """Leave a line for each (person's id, capacity's id): as `open_file`, for many at once."""
    columns = ("person_id", "capacity_id", "purpose", "opened")
    insert_rows(AccessLine, columns, ((*passage, purpose.value, True) for passage in passages))


def open_files_by_rule(persons: Ints, purpose: Purpose) -> None:
    """Leave a line for each person whom a rule looked at, by COPY: for workers alone."""
    columns: dict[str, Column] = {"person_id": persons, "purpose": purpose.value, "opened": True}
    copy_values(AccessLine, len(persons), columns)


def list_names(persons: Iterable[Person], capacity: Capacity, purpose: Purpose) -> None:
    """Leave a line for each person whose name a list shows: seen, not opened."""
    AccessLine.objects.bulk_create(
        AccessLine(person_id=person, capacity=capacity, purpose=purpose, opened=False)
        for person in {person.pk for person in persons}
    )


def list_names_once(persons: Iterable[Person], capacity: Capacity, purpose: Purpose) -> None:
    """Leave such a line, unless the same one stands since `AGAIN`: of a page that is loaded again,
    or that leads to the next one about the same person."""
    shown = {person.pk: person for person in persons}
    standing = AccessLine.objects.filter(
        person__in=shown, capacity=capacity, purpose=purpose, at__gt=Now() - AGAIN
    )
    for person in set(standing.values_list("person", flat=True)):
        shown.pop(person)
    list_names(shown.values(), capacity, purpose)


def consult_files(
    opened: Iterable[int],
    named: Iterable[int],
    capacity: Capacity,
    ground: str,
    ticket: UUID,
    purpose: Purpose = Purpose.CONSULTATION,
) -> None:
    """Leave the lines of an institution's question: of persons opened, and of others named.

    Persons by their ids; `ground` is the legal ground in words, `ticket` that of the exchange.
    """
    same = {"capacity_id": capacity.pk, "purpose": purpose, "case": ticket, "ground": ground}
    seen = [(person, True) for person in opened] + [(person, False) for person in named]
    insert_alike(
        AccessLine,
        same,
        [{"person_id": person, "opened": is_opened} for person, is_opened in seen],
    )
