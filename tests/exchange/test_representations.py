"""Who acts for a person by law, as the register of persons tells it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from casework.demo.building import Cast
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity
from portal.people.models import Representation
from tests.api.conftest import application, quick_secrets  # noqa: F401
from tests.exchange.test_persons import Register
from tests.hiring.declaring import today


@pytest.fixture
def it(application: Any, cast: Cast) -> Register:  # noqa: F811
    return Register(application("register-software"), cast)


def may_act(who: str, for_whom: str, cast: Cast) -> bool:
    """Say whether somebody may act for another at this moment."""
    capacities = Capacity.objects.in_use().filter(user__person=cast.persons[who])
    return capacities.filter(mandate__giver_person=cast.persons[for_whom]).exists()


def test_a_guardian_acts_until_the_register_ends_it(it: Register, cast: Cast) -> None:
    assert not may_act("sofia", "georges", cast)
    it.told("representations", "georges", 9, representative=it.inss("sofia"), by="guardian")
    assert may_act("sofia", "georges", cast)
    mandate = Mandate.objects.get(giver_person=cast.persons["georges"])
    assert mandate.ground == "guardian"
    it.told("representation-ends", "georges", 0, representative=it.inss("sofia"))
    assert not may_act("sofia", "georges", cast)
    ended = Representation.objects.get(mandate=mandate)
    assert ended.until == today() - timedelta(days=1)


@pytest.mark.parametrize(
    ("what", "who", "more"),
    [
        ("representations", "georges", {"representative": "georges", "by": "guardian"}),
        ("representations", "noah", {"representative": "lucas", "by": "parent"}),
        ("representation-ends", "georges", {"representative": "sofia"}),
    ],
)
def test_what_cannot_be_is_refused(it: Register, what: str, who: str, more: dict[str, str]) -> None:
    said = more | {"representative": it.inss(more["representative"])}
    answer = it.tell(what, who, 1, **said)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["path"] == "representative"


def test_an_end_is_about_one_of_the_parents(it: Register, cast: Cast) -> None:
    it.told("representation-ends", "noah", 0, representative=it.inss("lucas"))
    assert not may_act("lucas", "noah", cast)
    assert may_act("emma", "noah", cast)


def test_a_representation_is_not_taken_back_as_a_change(it: Register) -> None:
    ticket = it.told(
        "representations", "georges", 9, representative=it.inss("sofia"), by="guardian"
    )
    answer = it.register.post("/api/persons/v1/withdrawals", {"ticket": ticket})
    assert answer.status_code == 422
