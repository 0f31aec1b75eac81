"""Verdicts on every scenario: accepted and routed, or refused with the anomaly that says why."""

from __future__ import annotations

from typing import Any

import pytest

from casework.demo.building import Cast
from declarations.social_risk.models import Risk, RiskDelivery
from declarations.social_risk.scenarios import Scenario, scenarios
from portal.exchange.models import Event
from tests.social_risk.declaring import about, codes, content, declare, employer
from tests.social_risk.samples import BEGUN

pytestmark = pytest.mark.django_db
every = pytest.mark.parametrize("scenario", scenarios().values(), ids=lambda each: each.code)
COMPETENT = {"unemployment": 18, "sickness": 11}


@every
def test_a_right_declaration_is_accepted_routed_and_told(cast: Cast, scenario: Scenario) -> None:
    declared = declare(employer(cast), scenario, content(cast, scenario.flow))
    assert codes(declared) == []
    risk = Risk.objects.get(standing=declared)
    assert (risk.person, risk.flow) == (cast.persons["lucas"], scenario.flow)
    event = Event.objects.get(topic="risk.declared")
    assert event.data["risk"]["scenario"] == scenario.code
    delivery = RiskDelivery.objects.get(declaration=declared)
    expected = COMPETENT.get(scenario.sector)
    assert (delivery.institution.sector if delivery.institution else None) == expected


@every
def test_a_worker_who_was_not_hired(cast: Cast, scenario: Scenario) -> None:
    """A risk without a Dimona: Sofia never worked there."""
    number = cast.persons["sofia"].inss
    declared = declare(employer(cast), scenario, content(cast, scenario.flow, INSS=number))
    assert codes(declared)[-1:] == ["90017-152"]
    assert not Risk.objects.exists()


@pytest.mark.parametrize("flow", ["aoat002", "aoat003"])
def test_what_follows_an_accident_names_one_declaration_of_it(cast: Cast, flow: str) -> None:
    """One ticket: none is too few, and two are too many; the declarant's own name is none."""
    made = content(cast, flow)
    own = BEGUN | {"ReferenceType": "1", "ReferenceOrigin": "1", "ReferenceNbr": "mine"}
    for references, expected in (([own], ["90082-001"]), ([BEGUN, own, BEGUN], ["90082-006"])):
        declared = declare(employer(cast), flow, made | {"Reference": references})
        assert codes(declared) == expected
    assert codes(declare(employer(cast), flow, made | {"Reference": [own, BEGUN]})) == []


@pytest.mark.parametrize(
    ("flow", "values", "code"),
    [
        ("zima006", {"INSS": "85073003328"}, "90017-151"),
        ("zima006", {"NOSSRegistrationNbr": "123456070"}, "00011-155"),
        ("wech002", {"OccupationStartingDate": "2020-01-01"}, "90068-159"),
        ("wech005", {"RefEndingDate": "2026-11-05"}, "00075-098"),
        ("wech005", {"DayIndicator": "--11-05"}, "00178-097"),
        ("zima002", {"RefEndingDate": "2026-09-05"}, "90059-452"),
        ("wech003", {"OccupationEndingDate": "2021-01-01"}, ""),
        ("aoat001", {"AccidentDate": "2027-10-15"}, "00237-099"),
        ("zima006", {"FormCreationDate": "2031-01-01"}, "00218-003"),
    ],
)
def test_what_is_wrong_has_its_official_code(
    cast: Cast, flow: str, values: dict[str, str], code: str
) -> None:
    declared = declare(employer(cast), flow, content(cast, flow, **values))
    assert codes(declared)[-1:] == [code] * bool(code)


def test_an_employer_that_nobody_knows(cast: Cast) -> None:
    unknown = {"NOSSRegistrationNbr": "0", "CompanyID": "0403019261"}
    declared = declare(employer(cast), "zima006", content(cast, "zima006", **unknown))
    assert codes(declared) == ["90067-151"]


def test_the_same_risk_twice_is_refused_and_names_the_first(cast: Cast) -> None:
    capacity, month = employer(cast), content(cast, "wech005")
    first = declare(capacity, "wech005", month)
    again = declare(capacity, "wech005", month | {"FormCreationHour": "09:00:00.000"})
    assert codes(again) == ["00222-238"]
    assert again.verdict.findings[0]["value"] == first.reference.hex[:20]


def test_ill_and_temporarily_unemployed_on_one_day(cast: Cast) -> None:
    capacity = employer(cast)
    declare(capacity, "zima001", content(cast, "zima001", RiskStartingDate="2026-10-12"))
    month: dict[str, Any] = {"DayNatureCode": "5.1", "DayIndicator": "--10-14"}
    both = declare(capacity, "wech005", content(cast, "wech005", True, **month))
    assert "90074-023" in codes(both)
    declare(capacity, "zima006", content(cast, "zima006", WorkRecoveryDate="2026-10-13"))
    after = declare(capacity, "wech005", content(cast, "wech005", True, **month))
    assert "90074-023" not in codes(after)


def test_a_risk_is_changed_and_cancelled(cast: Cast) -> None:
    capacity, made = employer(cast), content(cast, "zima006")
    first = declare(capacity, "zima006", made)
    other = content(cast, "zima006", WorkRecoveryDate="2026-10-28")
    change = other | {"AttestationStatus": "1", "Reference": [about(first)]}
    second = declare(capacity, "zima006", change)
    assert codes(second) == []
    risk = Risk.objects.get()
    assert (risk.standing, str(risk.since)) == (second, "2026-10-28")
    stale = declare(capacity, "zima006", change | {"FormCreationHour": "10:00:00.000"})
    assert codes(stale) == ["00222-180"]
    end = made | {"AttestationStatus": "3", "Reference": [about(second)]}
    assert codes(declare(capacity, "zima006", end)) == []
    risk.refresh_from_db()
    assert risk.is_cancelled
    assert risk.history.count() == 3
    late = declare(capacity, "zima006", end | {"FormCreationHour": "11:00:00.000"})
    assert codes(late) == ["00222-181"]
    unknown = end | {"Reference": [about(first) | {"ReferenceNbr": "0" * 20}]}
    assert codes(declare(capacity, "zima006", unknown)) == ["00222-234"]
    told = Event.objects.filter(topic="risk.declared").order_by("pk")
    assert [e.data["risk"]["isCancelled"] for e in told] == [False, False, True]
