"""People beside the cast: what they applied for, objected to and asked waits in queues."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import yaml
from django.http import QueryDict
from django.utils import timezone

from benefits.claims.actions import answer, start, submit
from benefits.claims.applications import APPLICATIONS
from benefits.claims.forms import answers_of
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import DecisionOutcome
from benefits.objections.actions import object_to
from casework.cases.actions import decide_case, take
from casework.contacts.actions import write
from casework.demo.building import Cast
from casework.demo.wages import WAGES, declare_quarter
from casework.plans.actions import ask
from portal.access.models import Capacity, CapacityKind
from portal.exchange.actions import move_outbox
from portal.people.models import Person, PersonNumber

NEIGHBOURS: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("neighbours.yaml").read_text("utf-8")
)


def make_neighbours(cast: Cast) -> None:
    """Let the neighbours live, work and ask, each by the way that anybody goes; once."""
    known = [each["inss"] for each in NEIGHBOURS["persons"].values()]
    if PersonNumber.objects.filter(number__in=known).exists():
        return
    _enter(cast)
    for each in NEIGHBOURS["hirings"]:
        cast.hire(each)
    for place, quarter in enumerate(WAGES["quarters"]):
        declare_quarter(cast, "cafe", quarter, place, NEIGHBOURS["wages"])
    for each in NEIGHBOURS["leavings"]:
        cast.leave({**each, "key": f"{each['hiring']}-out", "last_day": _ago(each["ago"])})
    move_outbox()
    for each in NEIGHBOURS["claims"]:
        _apply(cast, each)
    move_outbox()
    for each in NEIGHBOURS["refused"]:
        _object(cast, each)
    for each in NEIGHBOURS["written"]:
        write(_citizen(cast.persons[each["person"]]), each["topic"], each["question"])
    for each in NEIGHBOURS["supported"]:
        person = cast.persons[each["person"]]
        office = cast.institutions["unemployment-office"]
        ask(person, office, each["words"], person.account)


def _enter(cast: Cast) -> None:
    """Enter who they are, where they live and work, and the accounts of the adults."""
    for key, data in NEIGHBOURS["persons"].items():
        cast.persons[key] = cast.enter_person(data)
    owners = {}
    for key, data in NEIGHBOURS["companies"].items():
        cast.companies[key] = cast.enter_company(data)
        owners[data["owner"]] = {CapacityKind.COMPANY: key}
    for data in NEIGHBOURS["households"]:
        cast.settle(data)
        for key, role in data["members"].items():
            if role != "child":
                email = f"{key}@neighbours.example"
                acts = [CapacityKind.CITIZEN, *([owners[key]] if key in owners else [])]
                cast.sign_up(email, {"person": key, "acts": acts})


def _apply(cast: Cast, each: dict[str, Any]) -> None:
    """Complete and send an application: the one that events put on the page, or a new one."""
    person, scheme = cast.persons[each["person"]], each["scheme"]
    child = cast.persons.get(each.get("child", ""))
    claim = Claim.objects.filter(person=person, scheme=scheme, status=ClaimStatus.DRAFT).first()
    claim = claim or start(person, scheme, person.account, child=child)
    for step in APPLICATIONS[scheme].steps(claim):
        form = APPLICATIONS[scheme].form(step)(_typed(each["answers"][step]))
        assert form.is_valid(), (each["person"], step, form.errors)  # noqa: S101 - our own data
        answer(claim, step, answers_of(form), claim.version)
    submit(claim, person.account, _morning(_ago(each["ago"])))


def _typed(answers: dict[str, str]) -> QueryDict:
    typed = QueryDict(mutable=True)
    typed.update(answers)
    return typed


def _object(cast: Cast, each: dict[str, Any]) -> None:
    """Let a caseworker refuse what somebody applied for, and the person object."""
    person = cast.persons[each["person"]]
    staff = Capacity.objects.get(
        user__person=cast.persons[each["staff"]], kind=CapacityKind.CASEWORKER
    )
    case = take(Claim.objects.get(person=person, status=ClaimStatus.SUBMITTED), staff)
    decision = decide_case(case, staff, DecisionOutcome.REFUSED, each["why"])
    object_to(decision, person.account, each["reason"])


def _citizen(person: Person) -> Capacity:
    return Capacity.objects.get(user__person=person, kind=CapacityKind.CITIZEN, mandate=None)


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
