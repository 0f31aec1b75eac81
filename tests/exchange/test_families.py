"""Families that cannot be: refused with a word that says why, and nothing is kept of them."""

from __future__ import annotations

from typing import Any

import pytest

from portal.exchange.models import Message
from portal.people import check_digits
from portal.people.models import HouseholdMember, Person, Representation
from tests.api.conftest import application, quick_secrets  # noqa: F401
from tests.exchange.test_persons import HERE, Register, day, events, it, register

__all__ = ["it", "register"]


def born(it: Register, *parents: str, **more: Any) -> Any:
    said = {
        "ssin": _number(),
        "firstName": "Mia",
        "lastName": "Willems",
        "birthDate": day(10),
        "language": "fr",
        "parents": list(parents),
    }
    return it.register.post(f"{HERE}/births", {**said, **more})


def _number() -> str:
    """Return a number of a child that was born this year."""
    first = int(f"{day(10).replace('-', '')[2:]}123")
    check = check_digits.of_inss(first + check_digits.BORN_SINCE_2000)
    return f"{first:09}{check:02}"


def standing() -> tuple[int, int, int, int]:
    return tuple(  # type: ignore[return-value]
        model.objects.count() for model in (Person, HouseholdMember, Representation, Message)
    )


def test_nobody_is_their_own_parent(it: Register) -> None:
    before = standing()
    assert born(it, _number()).status_code == 404
    assert standing() == before


def test_nobody_is_born_twice(it: Register) -> None:
    georges, sofia = it.inss("georges"), it.inss("sofia")
    assert born(it, georges).status_code == 201
    before, told = standing(), events()
    for parents in ((georges,), (sofia,)):
        answer = born(it, *parents, firstName="Other")
        assert 400 <= answer.status_code < 500
    assert (standing(), events()) == (before, told)


@pytest.mark.parametrize("birth", ["0001-01-01", "9999-12-31", "1950-01-01"])
def test_no_child_is_older_than_its_parent_or_not_born_yet(it: Register, birth: str) -> None:
    before = standing()
    answer = born(it, it.inss("georges"), birthDate=birth)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] in ("parents", "birthDate", "ssin")
    assert standing() == before


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31", "-0001-01-01", "10000-01-01"])
@pytest.mark.parametrize("what", ["moves", "deaths", "household-leavings"])
def test_days_out_of_time_are_refused(it: Register, what: str, since: str) -> None:
    before = standing()
    address = {"street": "Rue", "houseNumber": "7", "postalCode": "1000", "city": "Bruxelles"}
    said = {"ssin": it.inss("georges"), "since": since}
    said |= {"address": address} if what == "moves" else {}  # type: ignore[dict-item]
    assert it.register.post(f"{HERE}/{what}", said).status_code == 422
    assert standing() == before


def test_two_who_join_each_other_live_in_one_household(it: Register) -> None:
    it.told("household-joinings", "georges", 3, householdOf=it.inss("sofia"), role="other")
    answer = it.tell("household-joinings", "sofia", 2, householdOf=it.inss("georges"), role="other")
    assert answer.status_code == 422
    assert it.home("georges") == it.home("sofia")


@pytest.mark.parametrize("role", ["partner", "child", "other"])
def test_nobody_joins_themselves_whether_they_live_somewhere_or_not(
    it: Register, role: str
) -> None:
    own = {"householdOf": it.inss("georges"), "role": role}
    said = [it.tell("household-joinings", "georges", 3, **own)]
    it.told("household-leavings", "georges", 2)
    said.append(it.tell("household-joinings", "georges", 1, **own))
    for answer in said:
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["path"] == "householdOf"
        assert "Nobody joins their own household" in answer.json()["errors"][0]["message"]


def test_nobody_is_partner_of_themselves(it: Register) -> None:
    before = it.home("georges")
    answer = it.tell("household-roles", "georges", 1, role="partner")
    assert answer.status_code == 422
    assert "Nobody is partner of themselves" in answer.json()["errors"][0]["message"]
    assert it.home("georges") == before


def test_a_parent_is_older_than_the_child(it: Register) -> None:
    said = {"representative": it.inss("noah"), "by": "parent"}
    answer = it.tell("representations", "georges", 1, **said)
    assert answer.status_code == 422
    assert "older than the child" in answer.json()["errors"][0]["message"]


def test_nobody_acts_for_whom_they_are_represented_by(it: Register) -> None:
    it.told("representations", "georges", 5, representative=it.inss("sofia"), by="guardian")
    it.told("representations", "sofia", 4, representative=it.inss("lucas"), by="guardian")
    answer = it.tell(
        "representations", "lucas", 3, representative=it.inss("georges"), by="guardian"
    )
    assert answer.status_code == 422
    assert "be represented by the person" in answer.json()["errors"][0]["message"]
