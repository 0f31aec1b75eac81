"""An energy supplier asks whether the social tariff applies to its customers, and no more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from benefits.granting.actions import wish
from benefits.granting.models import Way
from casework.demo.building import Cast
from portal.access.models import AccessLine, Purpose
from portal.exchange.actions import move_outbox
from portal.exchange.network.models import Exchange
from portal.people.models import Household, HouseholdMember
from tests.api.conftest import Application
from tests.api.messages import COLETTE, SOFIA
from tests.directory.conftest import about, consult
from tests.granting.test_granting import months_ago, report

GEORGES = "56083007761"


@pytest.fixture
def supplier(application: Callable[[str], Application]) -> Application:
    return application("supplier-software")


def answers(supplier: Application, *numbers: str) -> list[dict[str, Any]]:
    quarter = {"startDate": timezone.localdate().replace(day=1).isoformat()}
    found = consult(supplier, "support", "70/0", persons=about(*numbers), period=quarter)
    assert found.status_code == 200
    results: list[dict[str, Any]] = found.json()["results"]
    return results


def test_each_line_says_whether_it_applies_and_for_which_period(
    cast: Cast, supplier: Application
) -> None:
    first, second = answers(supplier, GEORGES, SOFIA)
    tariff = first["data"]["socialTariff"]
    assert tariff["applies"] is True
    assert set(tariff) == {"applies", "starts", "ends", "through"}
    assert tariff["through"] == "customer"
    assert second["data"] == {"socialTariff": {"applies": False}}


def test_who_is_no_customer_is_not_told_of(cast: Cast, supplier: Application) -> None:
    (result,) = answers(supplier, COLETTE)
    assert "data" not in result
    assert result["status"]["code"] == "CTRL-004"


def test_a_customer_has_it_through_who_lives_at_the_address(
    cast: Cast, supplier: Application
) -> None:
    """The bill is in another name than the status; whose it is stays behind."""
    home = Household.objects.get(members__person=cast.persons["georges"])
    HouseholdMember.objects.filter(person=cast.persons["sofia"]).update(household=home)
    report(cast, months_ago(4))
    move_outbox()
    (result,) = answers(supplier, GEORGES)
    assert result["data"]["socialTariff"]["applies"] is True
    assert result["data"]["socialTariff"]["through"] in ("customer", "household")
    assert "integration" not in str(result)
    assert "Sofia" not in str(result)


def test_each_line_is_kept_and_the_person_reads_it(cast: Cast, supplier: Application) -> None:
    answers(supplier, GEORGES, SOFIA)
    kept = Exchange.objects.filter(institution=cast.institutions["energy-supplier"])
    assert set(kept.values_list("person", flat=True)) == {
        cast.persons["georges"].pk,
        cast.persons["sofia"].pk,
    }
    line = AccessLine.objects.get(person=cast.persons["sofia"], purpose=Purpose.CONSULTATION)
    assert line.ground == "Act of 29 April 1999, article 20, demo deliberation 2026/08"


def test_who_wants_no_tariff_is_not_a_customer_with_it(cast: Cast, supplier: Application) -> None:
    wish(cast.persons["sofia"], "social_energy_tariff", Way.LEAVE)
    report(cast, months_ago(4))
    move_outbox()
    (result,) = answers(supplier, SOFIA)
    assert result["data"]["socialTariff"] == {"applies": False}
