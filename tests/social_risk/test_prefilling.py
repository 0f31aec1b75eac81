"""What is known is not asked: at most a quarter of the headings of each scenario's model."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from lxml import etree

from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.channels.writing import document
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import Risk
from declarations.social_risk.pages.drafting import Drafted, Drafting, headings_of
from declarations.social_risk.pages.known import known_of
from declarations.social_risk.scenarios import Scenario, scenarios
from tests.glossary.official import official
from tests.social_risk.declaring import DAYS, codes, declare, employer
from tests.social_risk.samples import value_of

pytestmark = pytest.mark.django_db
MONTH = date(2026, 9, 1)


@pytest.fixture
def with_wages(cast: Cast) -> Cast:
    declare_wages(cast)
    return cast


def filled_in(cast: Cast, scenario: Scenario) -> tuple[Drafted, Drafted]:
    """The form of a scenario about Lucas as a page shows it, and with all that it asks answered."""
    period = EmploymentPeriod.objects.get(person=cast.persons["lucas"])
    kind = scenario.kinds[0] if scenario.kinds else ""
    month = MONTH if scenario.monthly else None
    last = Risk.objects.filter(flow__in=scenario.follows).order_by("-since").first()
    known = known_of(employer(cast), scenario, kind, period, month, last)
    known.blocks.setdefault(
        "NatureOfDay",
        ([{"DayIndicator": "--09-07", "DayNatureCode": "1", "HoursNumber": "760"}], "typed"),
    )
    drafted = Drafting(scenario, known, {}).draft(timezone.now())
    answers = {
        each.path: DAYS.get(each.zone.label) or value_of(each.zone) for each in drafted.asked
    }
    whole = Drafting(scenario, known, answers).draft(timezone.now())
    assert whole.asked == [] or {e.value for e in whole.asked} == set(answers.values())
    return drafted, whole


def test_at_most_a_quarter_is_asked_and_the_rest_is_right(with_wages: Cast) -> None:
    """For each scenario: count, answer what is asked, send, and read what is said of it."""
    counted = {}
    for scenario in scenarios().values():
        drafted, whole = filled_in(with_wages, scenario)
        counted[scenario.code] = (len(drafted.asked), headings_of(scenario))
        declared = declare(employer(with_wages), scenario, whole.content)
        assert codes(declared) == [], scenario.code
    too_many = {name: each for name, each in counted.items() if each[0] * 4 > each[1]}
    assert not too_many
    asked, headings = (sum(each) for each in zip(*counted.values(), strict=True))
    assert asked * 8 <= headings, counted


@pytest.mark.parametrize("flow", [each for each in scenarios() if each.startswith("zima")])
def test_what_a_page_makes_is_valid_against_the_official_schema(
    with_wages: Cast, flow: str
) -> None:
    scenario = scenarios()[flow]
    schema = etree.XMLSchema(etree.parse(official(f"schemas/{scenario.code}_20231.xsd")))
    _drafted, whole = filled_in(with_wages, scenario)
    made = etree.tostring(document(scenario.model, whole.content))
    assert schema.validate(etree.fromstring(made)), schema.error_log
