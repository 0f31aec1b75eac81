"""Applications of institutions see their profiles and propose changes, and approve none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from portal.access.models import Capacity
from portal.directory.models import Authorisation
from portal.exchange.profiles.actions import approve, refuse
from portal.exchange.profiles.models import ProfileChange
from tests.api.conftest import Application
from tests.directory.conftest import about, consult

HERE = "/api/profiles/v1"
TODAY = timezone.localdate().isoformat()
NEW = {
    "service": "career",
    "quality": "17/3",
    "blocks": ["employment"],
    "monthsBack": 6,
    "legalGround": "Act of 2 April 1965",
    "since": TODAY,
}


def approve_last() -> ProfileChange:
    change = ProfileChange.objects.with_parts().latest("pk")
    keeper = Capacity.objects.select_related("user__person").get(
        user__email="femke@crossroads.example"
    )
    approve(change, keeper)
    return change


def test_an_application_sees_the_profiles_of_its_institution(welfare: Application) -> None:
    found = welfare.get(f"{HERE}/profiles").json()
    assert {each["service"] for each in found} == {
        *("career", "directory", "identity", "statuses", "support")
    }
    assert not any("Act of 14 July 1994" in each["legalGround"] for each in found)
    needs = next(each for each in found if each["legalContext"] == "MEANS-TEST")
    assert (needs["blocks"], needs["monthsBack"]) == (["employment", "wages"], 24)


def test_it_proposes_and_reads_what_became_of_it(welfare: Application) -> None:
    made = welfare.post(f"{HERE}/profiles", NEW)
    assert made.status_code == 201
    assert (made.json()["kind"], made.json()["state"]) == ("add", "waiting")
    assert len(welfare.get(f"{HERE}/profiles").json()) == 8
    approve_last()
    state = welfare.get(f"{HERE}/changes/{made.json()['reference']}").json()
    assert state["state"] == "approved"
    assert state["began"] in {each["reference"] for each in welfare.get(f"{HERE}/profiles").json()}


def test_it_proposes_a_profile_for_itself_alone(welfare: Application) -> None:
    asked = NEW | {"quality": "17/2", "ownApplication": True, "blocks": ["wages"]}
    made = welfare.post(f"{HERE}/profiles", asked).json()
    assert made["application"] == "welfare-software@applications.example"
    approve_last()
    given = consult(welfare, "career", "17/2", persons=about("05021126241")).json()["given"]
    assert [each["block"] for each in given] == ["wages"]


def test_a_change_takes_the_place_of_a_profile_and_ends(welfare: Application) -> None:
    profile = next(
        each
        for each in welfare.get(f"{HERE}/profiles").json()
        if (each["service"], each["legalContext"]) == ("career", "")
    )
    terms = {"blocks": ["wages"], "legalGround": "a law", "since": TODAY}
    made = welfare.post(f"{HERE}/profiles/{profile['reference']}/changes", terms).json()
    assert (made["kind"], made["replaces"]) == ("change", profile["reference"])
    approve_last()
    assert welfare.post(f"{HERE}/profiles/{profile['reference']}/ends", {}).status_code == 404
    began = welfare.get(f"{HERE}/changes/{made['reference']}").json()["began"]
    ended = welfare.post(f"{HERE}/profiles/{began}/ends", {}).json()
    assert (ended["kind"], ended["until"]) == ("end", None)
    approve_last()
    asked = consult(welfare, "career", "17/2", persons=about("05021126241"))
    assert asked.json()["code"] == "CTRL-003"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"service": "wages"}, "service"),
        ({"quality": "18/1"}, "quality"),
        ({"blocks": []}, "blocks"),
        ({"blocks": ["identity"]}, "blocks"),
        ({"since": "2020-01-01"}, "since"),
        ({"quality": "17/2"}, "since"),
        ({"legalGround": ""}, "legalGround"),
        ({"monthsBack": -1}, "monthsBack"),
        ({"more": 1}, "more"),
    ],
)
def test_what_is_refused_is_said_at_its_field(
    welfare: Application, changes: dict[str, Any], path: str
) -> None:
    reply = welfare.post(f"{HERE}/profiles", NEW | changes)
    assert reply.status_code == 422
    assert [each["path"] for each in reply.json()["errors"]] == [path]
    assert not ProfileChange.objects.exists()


def test_a_refused_proposal_tells_why(welfare: Application) -> None:
    made = welfare.post(f"{HERE}/profiles", NEW).json()
    change = ProfileChange.objects.with_parts().get()
    keeper = Capacity.objects.select_related("user__person").get(
        user__email="femke@crossroads.example"
    )
    refuse(change, keeper, "No deliberation.")
    state = welfare.get(f"{HERE}/changes/{made['reference']}").json()
    assert (state["state"], state["reason"]) == ("refused", "No deliberation.")


def test_without_the_scope_nobody_gets_in(
    cast: Cast, application: Callable[[str], Application]
) -> None:
    assert application("pension-software").get(f"{HERE}/profiles").status_code == 403


def test_another_institutions_profile_is_not_found(cast: Cast, welfare: Application) -> None:
    others = Authorisation.objects.filter(institution=cast.institutions["pension-service"])[0]
    for act in ("changes", "ends"):
        terms = {"legalGround": "a law", "since": TODAY} if act == "changes" else {}
        reply = welfare.post(f"{HERE}/profiles/{others.reference}/{act}", terms)
        assert reply.status_code == 404


def test_a_list_takes_few_queries(
    welfare: Application, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        welfare.post(f"{HERE}/profiles", NEW | {"legalContext": f"C{number}"})
    for address in ("profiles", "changes"):
        with django_assert_max_num_queries(5):
            assert welfare.get(f"{HERE}/{address}").status_code == 200
