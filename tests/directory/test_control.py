"""The integration control: each control by itself, and in its order."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from casework.demo.building import Cast
from portal.access.models import Capacity, CapacityKind, Service
from portal.directory.control import CONTROLS, ControlError, admit, authorised, control
from portal.directory.models import Authorisation, Registration
from portal.exchange.network.models import Exchange
from tests.api.conftest import Application
from tests.api.messages import NOBODY, SOFIA, in_days
from tests.directory.conftest import about, consult, question
from tests.directory.profiles import say_otherwise

GEORGES = "56083007761"
TODAY = timezone.localdate()


def stopped(function: Callable[..., Any], *given: Any) -> str:
    with pytest.raises(ControlError) as error:
        function(*given)
    return error.value.code


def test_only_an_institution_passes(cast: Cast) -> None:
    company = Capacity.objects.filter(kind=CapacityKind.COMPANY)[0]
    caseworker = Capacity.objects.filter(kind=CapacityKind.CASEWORKER)[0]
    for capacity in (company, caseworker):
        assert stopped(admit, capacity, Service.IDENTITY, "17/2") == "CTRL-001"
        assert stopped(authorised, capacity, Service.PERSONS) == "CTRL-001"
        assert stopped(control, capacity, Service.IDENTITY, "17/2", SOFIA, TODAY) == "CTRL-001"


def test_a_profile_holds_for_its_service_capacity_and_moment(cast: Cast) -> None:
    welfare = cast.applications["welfare-software"]
    assert admit(welfare, Service.IDENTITY, "17/2").today == TODAY
    assert stopped(admit, welfare, Service.INSPECTION, "17/2") == "CTRL-003"
    assert stopped(admit, welfare, Service.IDENTITY, "17/3") == "CTRL-003"
    Authorisation.objects.filter(service=Service.IDENTITY).update(ended_at=Now())
    assert stopped(admit, welfare, Service.IDENTITY, "17/2") == "CTRL-003"


def test_a_profile_of_a_situation_is_for_that_alone(cast: Cast) -> None:
    inspector = cast.applications["inspection-software"]
    given = admit(inspector, Service.CAREER, "12/40", "INSPECTION")
    assert given.authorisation.legal_context == "INSPECTION"
    for context in ("", "inspection", "INSPECTION "):
        assert stopped(admit, inspector, Service.CAREER, "12/40", context) == "CTRL-003"


def test_the_file_must_stand_on_the_day(cast: Cast) -> None:
    welfare = cast.applications["welfare-software"]
    asked = (welfare, Service.IDENTITY, "17/2", SOFIA)
    assert control(*asked, date(2026, 3, 1)).person == cast.persons["sofia"]
    assert stopped(control, *asked, date(2026, 2, 28)) == "CTRL-004"
    Registration.objects.filter(person=cast.persons["sofia"]).update(until=in_days(-1))
    assert stopped(control, *asked, TODAY) == "CTRL-004"
    assert control(*asked, date(2026, 3, 1)).person == cast.persons["sofia"]
    Registration.objects.filter(person=cast.persons["sofia"]).update(ended_at=Now())
    assert stopped(control, *asked, date(2026, 3, 1)) == "CTRL-004"


def spoil_service(sent: dict[str, Any], cast: Cast) -> None:
    sent["purpose"] = "17/3"


def spoil_sender(sent: dict[str, Any], cast: Cast) -> None:
    sent["informationCustomer"]["customerIdentification"] = {"sector": 5, "institution": 0}


def spoil_period(sent: dict[str, Any], cast: Cast) -> None:
    sent["period"] = {"startDate": "2020-01-01", "endDate": "2020-12-31"}


def spoil_blocks(sent: dict[str, Any], cast: Cast) -> None:
    say_otherwise({"blocks": ["wages"]}, service=Service.IDENTITY, quality="17/2")


def spoil_number(sent: dict[str, Any], cast: Cast) -> None:
    sent["persons"] = about("05021126242")


def spoil_file(sent: dict[str, Any], cast: Cast) -> None:
    Registration.objects.filter(person=cast.persons["sofia"]).update(ended_at=Now())


SPOILED = {
    "CTRL-001": spoil_sender,
    "CTRL-003": spoil_service,
    "CTRL-005": spoil_period,
    "CTRL-006": spoil_blocks,
    "CTRL-002": spoil_number,
    "CTRL-004": spoil_file,
}


# Of a report, and of companies: tried where those are.
ELSEWHERE = ("CTRL-007", "CTRL-008", "CTRL-009")


def outcome(application: Application, sent: dict[str, Any]) -> str:
    answer = application.post("/api/network/v1/identity/consultations", sent).json()
    code = answer.get("code") or answer["results"][0]["status"]["code"]
    log = Exchange.objects.get(ticket=answer["informationCBSS"]["ticketCBSS"])
    assert log.code == code
    return str(code)


@pytest.mark.parametrize("code", SPOILED)
def test_each_control_stops_by_itself(cast: Cast, welfare: Application, code: str) -> None:
    sent = question("welfare-software", "17/2", persons=about(SOFIA))
    assert outcome(welfare, sent) == "DATA"
    sent = question("welfare-software", "17/2", persons=about(SOFIA))
    SPOILED[code](sent, cast)
    assert outcome(welfare, sent) == code


@pytest.mark.parametrize("first", range(len(SPOILED)))
def test_the_first_control_that_does_not_pass_answers(
    cast: Cast, welfare: Application, first: int
) -> None:
    codes = list(SPOILED)[first:]
    sent = question("welfare-software", "17/2", persons=about(SOFIA))
    for code in reversed(codes):
        SPOILED[code](sent, cast)
    assert outcome(welfare, sent) == codes[0]


def test_the_last_control_is_the_addressees(cast: Cast, fund: Application) -> None:
    asked = {"persons": about(GEORGES), "blocks": ["statuses"]}
    source = Registration.objects.filter(institution=cast.institutions["pension-service"])
    assert consult(fund, "support", "11/1", **asked).json()["status"]["code"] == "DATA"
    source.update(until=in_days(-1))  # a file that ended there is still known
    assert consult(fund, "support", "11/1", **asked).json()["status"]["code"] == "DATA"
    source.delete()
    assert consult(fund, "support", "11/1", **asked).json()["status"]["code"] == "CTRL-007"


def test_the_controls_are_tested_in_their_order() -> None:
    assert [each.code for each in CONTROLS] == [*SPOILED, *ELSEWHERE]


def test_a_report_passes_the_same_control_and_is_kept(cast: Cast, welfare: Application) -> None:
    said = {"ssin": SOFIA, "status": "integration_income", "since": in_days(-1)}
    sent = {**said, "legalContext": "RIS"}
    stored = welfare.post("/api/statuses/v1/reports", sent).json()
    stranger = welfare.post("/api/statuses/v1/reports", sent | {"ssin": NOBODY}).json()
    log = welfare.get("/api/network/v1/statuses/exchanges").json()[:2]
    assert [(each["ticket"], each["status"]["code"], each["ssin"]) for each in log] == [
        (stranger["informationCBSS"]["ticketCBSS"], "CTRL-004", None),
        (stored["informationCBSS"]["ticketCBSS"], "REPORTED", SOFIA),
    ]
