"""Consultations: what each institution is given, what is kept back, and what stays behind."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models.functions import Now

from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from portal.access.models import AccessLine, Purpose, Service
from portal.directory.models import Authorisation, AvailableService, Registration
from portal.exchange.models import Message
from portal.exchange.network.blocks import BLOCKS
from portal.exchange.network.models import Exchange
from portal.people.models import PersonNumber
from tests.api.conftest import Application
from tests.api.messages import COLETTE, NOBODY, SOFIA, in_days
from tests.directory.conftest import about, consult, question
from tests.directory.profiles import say_otherwise

LUCAS, EMMA, GEORGES = "88060933524", "90011728436", "56083007761"
FAMILY = ("90011728436", "14040315113", "18092609679")
LONG = {"startDate": "2020-01-01"}


def test_identity_address_and_household(fund: Application) -> None:
    found = consult(fund, "identity", "11/1", persons=about(LUCAS), period=LONG).json()
    (result,) = found["results"]
    assert result["data"]["identity"] == {
        "ssin": LUCAS,
        "firstName": "Lucas",
        "lastName": "Dubois",
        "birthDate": "1988-06-09",
        "language": "fr",
    }
    assert [each["street"] for each in result["data"]["address"]] == ["Rue des Tilleuls"]
    household = result["data"]["household"]
    assert (household["role"], household["on"]) == ("reference", in_days(0))
    assert [(each["ssin"], each["role"]) for each in household["members"]] == [
        (FAMILY[0], "partner"),
        (FAMILY[1], "child"),
        (FAMILY[2], "child"),
    ]


def test_of_others_only_what_the_block_needs(fund: Application) -> None:
    """A third person stands in the household alone, and there without name or date of birth."""
    found = consult(fund, "identity", "11/1", persons=about(LUCAS)).json()
    household = found["results"][0]["data"].pop("household")
    assert set(household["members"][0]) == {"ssin", "role", "since"}
    for name in ("Emma", "Noah", *FAMILY):
        assert name not in json.dumps(found)


def test_work_and_wages(application: Callable[[str], Application]) -> None:
    office = application("unemployment-software")
    found = consult(office, "career", "18/1", persons=about(EMMA), period=LONG).json()
    (period,) = found["results"][0]["data"]["employment"]
    assert (period["employer"], period["since"], period["until"]) == (
        "Bouwens Bouw",
        "2021-02-01",
        "2026-10-30",
    )


def test_wages_by_quarter(cast: Cast, application: Callable[[str], Application]) -> None:
    declare_wages(cast)
    office = application("unemployment-software")
    period = {"startDate": "2025-08-15", "endDate": "2025-11-15"}
    more = {"persons": about(EMMA), "period": period, "blocks": ["wages"]}
    found = consult(office, "career", "18/1", **more).json()
    last, first = found["results"][0]["data"]["wages"]
    assert (last["quarter"], first["quarter"]) == ("2025Q4", "2025Q3")
    assert (last["pay"], first["pay"]) == (846000 + 230000, 846000)
    assert first["enterpriseNumber"] == "0712345630"
    assert first["days"] > 0


def test_statuses_and_rights(fund: Application) -> None:
    found = consult(fund, "support", "11/1", persons=about(GEORGES), period=LONG).json()
    data = found["results"][0]["data"]
    assert data["statuses"] == [{"status": "elderly_income_guarantee", "since": "2022-09-01"}]
    assert {each["right"] for each in data["rights"]} == {
        "increased_reimbursement",
        "social_energy_tariff",
    }


def test_the_answer_says_what_was_done(fund: Application) -> None:
    sent = question("sickness-fund-software", "11/1", persons=about(GEORGES), period=LONG)
    found = fund.post("/api/network/v1/support/consultations", sent).json()
    assert found["informationCustomer"] == sent["informationCustomer"]
    assert found["legalContext"] == sent["legalContext"]
    assert found["legalGround"] == "Act of 14 July 1994, article 37, demo deliberation 2026/06"
    assert set(found["informationCBSS"]) == {"ticketCBSS", "timestampReceive", "timestampReply"}
    given = {each["block"]: each for each in found["given"]}
    assert given["statuses"]["sources"] == [
        "Federal Pension Service",
        "Public centre for social welfare of Leuven",
    ]
    assert given["rights"]["contains"] == "rights in force in the period"
    assert given["rights"]["period"]["endDate"] == in_days(0)


def test_blocks_that_the_profile_does_not_give_are_kept_back(welfare: Application) -> None:
    asked = ["employment", "wages"]
    found = consult(welfare, "career", "17/2", persons=about(SOFIA), blocks=asked).json()
    assert [each["block"] for each in found["given"]] == ["employment"]
    (anomaly,) = found["businessAnomalies"]
    assert (anomaly["code"], anomaly["block"]) == ("NOT-AUTHORISED", "wages")


def test_a_situation_has_a_profile_of_its_own(welfare: Application) -> None:
    more = {"persons": about(SOFIA), "legalContext": "MEANS-TEST"}
    found = consult(welfare, "career", "17/2", **more).json()
    assert [each["block"] for each in found["given"]] == ["employment", "wages"]
    assert "articles 16 and 19" in found["legalGround"]


def test_an_application_has_a_profile_of_its_own(cast: Cast, fund: Application) -> None:
    asked = {"persons": about(LUCAS)}
    assert consult(fund, "career", "11/1", **asked).status_code == 200
    profile = Authorisation.objects.get(
        institution=cast.institutions["sickness-fund"], service=Service.CAREER
    )
    other = cast.applications["pension-software"]
    say_otherwise({"application": other}, pk=profile.pk)
    assert consult(fund, "career", "11/1", **asked).json()["code"] == "CTRL-003"


def test_the_narrowest_profile_counts(cast: Cast, fund: Application) -> None:
    narrow = Authorisation.objects.create(
        institution=cast.institutions["sickness-fund"],
        application=cast.applications["sickness-fund-software"],
        service=Service.IDENTITY,
        quality="11/1",
        blocks=["identity"],
        legal_ground="narrow",
        since=date(2020, 1, 1),
    )
    asked = {"persons": about(LUCAS)}
    assert list(consult(fund, "identity", "11/1", **asked).json()["results"][0]["data"]) == [
        "identity"
    ]
    Authorisation.objects.filter(pk=narrow.pk).update(ended_at=Now())
    assert len(consult(fund, "identity", "11/1", **asked).json()["given"]) == 3


def test_what_nobody_has_is_kept_back(fund: Application) -> None:
    AvailableService.objects.filter(block="address").update(until=in_days(-1))
    found = consult(fund, "identity", "11/1", persons=about(LUCAS)).json()
    (anomaly,) = found["businessAnomalies"]
    assert (anomaly["code"], anomaly["block"]) == ("NOT-AVAILABLE", "address")
    assert "address" not in found["results"][0]["data"]


def test_a_source_tells_of_its_own_files_only(cast: Cast, fund: Application) -> None:
    """The institution that has the statuses must know the person too."""
    Registration.objects.filter(institution=cast.institutions["pension-service"]).update(
        ended_at=Now()
    )
    found = consult(fund, "support", "11/1", persons=about(GEORGES), blocks=["statuses"]).json()
    (result,) = found["results"]
    assert (result["status"]["value"], result["status"]["code"]) == ("NO_DATA_FOUND", "CTRL-007")
    assert "data" not in result


def test_each_person_has_an_outcome_of_their_own(fund: Application) -> None:
    persons = about(LUCAS, "88060933525", NOBODY, COLETTE, LUCAS)
    persons[0]["caseReference"] = "2026/17"
    found = consult(fund, "identity", "11/1", persons=persons).json()
    outcomes = [(each["ssin"], each["status"]["code"]) for each in found["results"]]
    assert outcomes == [
        (LUCAS, "DATA"),
        ("88060933525", "CTRL-002"),
        (NOBODY, "CTRL-004"),
        (COLETTE, "CTRL-004"),
        (LUCAS, "DATA"),
    ]
    rest = [each | {"ssin": ""} for each in found["results"][2:4]]
    assert rest[0] == rest[1]
    log = Exchange.objects.filter(ticket=found["informationCBSS"]["ticketCBSS"])
    rows = list(log.order_by("position").values_list("code", "case_reference"))
    assert rows[0] == ("DATA", "2026/17")
    assert [code for code, _case in rows] == [code for _ssin, code in outcomes]
    unknown = log.filter(person=None).order_by("position")
    assert list(unknown.values_list("position", flat=True)) == [1, 2, 3]


def test_a_replaced_number_is_followed_and_told_to_who_may_know(
    cast: Cast, fund: Application, welfare: Application
) -> None:
    PersonNumber.objects.filter(number=LUCAS).update(until=in_days(-1))
    PersonNumber.objects.create(
        person=cast.persons["lucas"], number="88460933513", since=in_days(0)
    )
    (result,) = consult(fund, "identity", "11/1", persons=about(LUCAS)).json()["results"]
    assert (result["replacedBy"], result["data"]["identity"]["ssin"]) == ("88460933513",) * 2
    assert [each["code"] for each in result["businessAnomalies"]] == ["REPLACED"]
    stranger = consult(welfare, "identity", "17/2", persons=about(LUCAS)).json()["results"][0]
    assert "replacedBy" not in stranger
    assert stranger["status"]["code"] == "CTRL-004"


def test_who_was_read_and_who_was_named_can_see_it(cast: Cast, fund: Application) -> None:
    found = consult(fund, "identity", "11/1", persons=about(LUCAS)).json()
    lines = AccessLine.objects.filter(purpose=Purpose.CONSULTATION)
    assert {(each.person.first_name, each.opened) for each in lines} == {
        ("Lucas", True),
        ("Emma", False),
        ("Noah", False),
        ("Lina", False),
    }
    assert {str(each.case) for each in lines} == {found["informationCBSS"]["ticketCBSS"]}
    assert {each.ground for each in lines} == {found["legalGround"]}
    assert {each.capacity for each in lines} == {cast.applications["sickness-fund-software"]}


def test_who_is_not_passed_leaves_no_line(welfare: Application) -> None:
    consult(welfare, "identity", "17/2", persons=about(LUCAS, NOBODY))
    assert not AccessLine.objects.filter(purpose=Purpose.CONSULTATION).exists()


def test_a_ticket_serves_once(fund: Application) -> None:
    sent = question("sickness-fund-software", "11/1", persons=about(LUCAS))
    address = "/api/network/v1/identity/consultations"
    first, again = fund.post(address, sent), fund.post(address, sent)
    assert (again.status_code, again.json()["code"]) == (422, "TICKET-USED")
    ticket = first.json()["informationCBSS"]["ticketCBSS"]
    assert again.json()["ticketCBSS"] == ticket
    assert AccessLine.objects.filter(case=ticket, opened=True).count() == 1
    (kept,) = fund.get(f"/api/network/v1/identity/exchanges/{ticket}").json()
    assert (kept["status"]["code"], kept["blocks"]) == (
        "DATA",
        ["identity", "address", "household"],
    )


def test_own_exchanges_are_read_and_no_others(
    fund: Application, application: Callable[[str], Application]
) -> None:
    found = consult(fund, "identity", "11/1", persons=about(LUCAS, NOBODY)).json()
    theirs = found["informationCustomer"]["ticket"]
    log = "/api/network/v1/identity/exchanges"
    rows = fund.get(f"{log}?ticket={theirs}").json()
    assert [(each["ssin"], each["status"]["code"]) for each in rows] == [
        (LUCAS, "DATA"),
        (None, "CTRL-004"),
    ]
    assert len(fund.get(log).json()) >= 2
    assert fund.get(f"{log}?ticket=another").json() == []
    office = application("unemployment-software")
    assert office.get(f"{log}?ticket={theirs}").json() == []
    ticket = found["informationCBSS"]["ticketCBSS"]
    assert office.get(f"{log}/{ticket}").status_code == 404
    assert fund.get(f"/api/network/v1/career/exchanges/{ticket}").status_code == 404


def test_an_exchange_holds_no_data(fund: Application) -> None:
    found = consult(fund, "identity", "11/1", persons=about(LUCAS)).json()
    ticket = found["informationCBSS"]["ticketCBSS"]
    row = Exchange.objects.filter(ticket=ticket).values().get()
    assert "Dubois" not in json.dumps(row, default=str)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"legalContext": ""}, "legalContext"),
        ({"purpose": "x"}, "purpose"),
        ({"persons": []}, "persons"),
        ({"persons": None}, "persons"),
        ({"persons": ["1"]}, "persons.0"),
        ({"persons": [{}]}, "persons.0.ssin"),
        ({"persons": [{"ssin": SOFIA, "caseReference": "x" * 37}]}, "persons.0.caseReference"),
        ({"persons": about(*[SOFIA] * 1001)}, "persons"),
        ({"blocks": ["wages"]}, "blocks.0"),
        ({"blocks": []}, "blocks"),
        ({"period": {"startDate": "1900-01-01"}}, "period.startDate"),
        ({"period": "2026"}, "period"),
        ({"informationCustomer": None}, "informationCustomer"),
    ],
)
def test_a_wrong_field_is_named(fund: Application, changes: dict[str, Any], path: str) -> None:
    before = Message.objects.count()
    sent = question("sickness-fund-software", "11/1", persons=about(LUCAS)) | changes
    answer = fund.post("/api/network/v1/identity/consultations", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "NOT-VALID")
    assert answer.json()["errors"][0]["path"] == path
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"ticket": "x" * 37}, "ticket"),
        ({"ticket": "a b"}, "ticket"),
        ({"ticket": "a\u0000"}, ""),
        ({"timestampSent": "yesterday"}, "timestampSent"),
        ({"timestampSent": "2026-11-22"}, "timestampSent"),
        ({"timestampSent": 1}, "timestampSent"),
        ({"customerIdentification": {}}, "customerIdentification"),
        ({"customerIdentification": {"sector": 17}}, "customerIdentification"),
        (
            {"customerIdentification": {"cbeNumber": "0411700068", "sector": 11}},
            "customerIdentification",
        ),
        (
            {"customerIdentification": {"sector": "17", "institution": 1}},
            "customerIdentification.sector",
        ),
    ],
)
def test_a_wrong_field_of_the_envelope_is_named(
    fund: Application, changes: dict[str, Any], path: str
) -> None:
    sent = question("sickness-fund-software", "11/1", persons=about(LUCAS))
    sent["informationCustomer"] |= changes
    answer = fund.post("/api/network/v1/identity/consultations", sent)
    assert answer.status_code == 422
    found = answer.json()["errors"][0]["path"]
    assert found.startswith(f"informationCustomer.{path}")


def test_each_block_of_a_profile_is_one_that_somebody_reads(cast: Cast) -> None:
    named = {block for each in Authorisation.objects.all() for block in each.blocks}
    assert named == set(BLOCKS)
    assert {each.block for each in AvailableService.objects.all()} == set(BLOCKS)
