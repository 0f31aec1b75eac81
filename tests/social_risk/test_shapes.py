"""What many forms say alike is looked at once; what one says otherwise is found all the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.social_risk.contents import Open, OpenValueError, Walked, days_of, walk
from declarations.social_risk.reading import open_risks
from declarations.social_risk.rules import ALONE, Case, asked_of
from declarations.social_risk.scenarios import Scenario, scenarios
from declarations.social_risk.shapes import is_own
from tests.social_risk.samples import changed, form, xml

every = pytest.mark.parametrize("scenario", scenarios().values(), ids=lambda each: each.code)
OTHERWISE = {"date": ("2001-01-01", "2399-12-31"), "number": ("9", "99999999")}


def of_shape(scenario: Scenario, content: Any) -> Walked:
    """What a form says of which one like it was read before."""
    full = form(scenario, full=True)
    _first, found, _last = open_risks(xml(scenario, full, content, full)).forms()
    assert found.findings == ()
    assert isinstance(found.content, Walked)
    return found.content


def said(scenario: Scenario, content: Any) -> list[str]:
    """What the rules find that look at a form alone."""
    days = days_of(scenario, content)
    assert days is not None
    stub: Any = None  # of what is around, which these rules do not look at
    declared = Declaration(received_at=timezone.now())
    case = Case(scenario, content, declared, stub, stub, days, stub, None)
    return [f.code for rule in asked_of(case) if rule in ALONE for f in rule(case)]


@every
def test_a_form_knows_where_its_names_stand(scenario: Scenario) -> None:
    content = changed(form(scenario, full=True), {"FormCreationHour": "08:46:00.000"})
    found = of_shape(scenario, content)
    assert found == content
    assert found.places == walk(content)


@every
def test_a_rule_finds_the_same_where_it_is_asked_once_for_all(scenario: Scenario) -> None:
    """A first form of the shape is right; then each of its own values is another."""
    full = form(scenario, full=True)
    known = [zone for label, zone in scenario.model.zones.items() if label in walk(full)]
    right = of_shape(scenario, full)
    assert said(scenario, right) == said(scenario, full)
    for zone in filter(is_own, known):
        for value in OTHERWISE.get(zone.type, ()):
            other = changed(full, {zone.label: value})
            made = right.shape.content(_own(right, other))
            assert made == other
            if days_of(scenario, other):
                assert said(scenario, made) == said(scenario, other), (zone.label, value)


def _own(right: Walked, other: Any) -> list[str]:
    """The own values of a shape, in their order, as another form has them."""
    numbers = {
        number: (label, at)
        for label, changes in right.shape._places.items()
        for at, _path, is_value, number in changes
        if is_value
    }
    places = walk(other)
    return [places[label][at][1] for _number, (label, at) in sorted(numbers.items())]


def test_nobody_looks_at_a_value_that_is_left_open() -> None:
    looks = (str, bool, len, list, hash, lambda o: o == "1", lambda o: isinstance(o, str))
    for look in looks:
        with pytest.raises(OpenValueError):
            look(Open())
    with pytest.raises((OpenValueError, TypeError)):
        _ = Open() > "2026-01-01"
