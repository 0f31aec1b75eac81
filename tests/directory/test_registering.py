"""Data subjects: entered with proof, ended, listed; each once, and told to the person."""

from collections.abc import Callable
from typing import Any

import pytest

from casework.demo.building import Cast
from portal.access import limits
from portal.access.models import AccessLine, Purpose
from portal.directory.models import Registration
from portal.exchange.models import Message
from portal.exchange.network.models import Exchange
from portal.people.models import PersonNumber
from tests.api.conftest import Application
from tests.api.messages import COLETTE, NOBODY, SOFIA, in_days
from tests.directory.conftest import about, question

ACCESS = "/api/network/v1/directory/access"
LUCAS, CARD = "88060933524", "592000000384"
BY_NAME = {"lastName": "DUBOIS", "firstName": "lucas", "birthDate": "1988-06-09"}


def act(action: str = "REGISTER", **more: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {"action": action, "ssin": LUCAS, **more}
    if action == "REGISTER":
        sent = {"period": {"startDate": in_days(-9)}, "proofOfIdentity": BY_NAME, **sent}
    return question("welfare-software", "17/2", **sent)


def files(cast: Cast) -> list[tuple[str, str, str | None]]:
    own = Registration.objects.standing().filter(
        institution=cast.institutions["welfare-centre"], person=cast.persons["lucas"]
    )
    return [
        (each.quality, str(each.since), str(each.until) if each.until else None) for each in own
    ]


@pytest.mark.parametrize(
    "proof",
    [
        BY_NAME,
        {"cardNumber": CARD},
        {"cardNumber": "592-0000003-84"},
        {"lastName": "Du-bois", "firstName": " Lucás ", "birthDate": "1988-06-09"},
    ],
)
def test_a_person_is_entered_with_proof(
    cast: Cast, welfare: Application, proof: dict[str, str]
) -> None:
    answer = welfare.post(ACCESS, act(proofOfIdentity=proof))
    found = answer.json()
    assert (answer.status_code, found["status"]["code"]) == (200, "REGISTERED")
    period = {"startDate": in_days(-9), "endDate": None}
    assert found["registrations"] == [{"purpose": "17/2", "phase": 0, "period": period}]
    assert files(cast) == [("17/2", in_days(-9), None)]
    line = AccessLine.objects.filter(person=cast.persons["lucas"]).latest("pk")
    assert (line.purpose, line.ground) == (Purpose.REGISTRATION, "Act of 26 May 2002")
    assert str(line.case) == found["informationCBSS"]["ticketCBSS"]


@pytest.mark.parametrize(
    ("changes", "proof"),
    [
        ({}, BY_NAME | {"birthDate": "1988-06-08"}),
        ({}, BY_NAME | {"firstName": "Luc"}),
        ({}, BY_NAME | {"lastName": "", "firstName": ""}),
        ({}, {"cardNumber": "592000000182"}),  # somebody else's
        ({}, {"cardNumber": "592000000385"}),
        ({"ssin": NOBODY}, BY_NAME),
        ({"ssin": COLETTE}, BY_NAME),
    ],
)
def test_what_does_not_match_says_no_more(
    cast: Cast, welfare: Application, changes: dict[str, str], proof: dict[str, str]
) -> None:
    answer = welfare.post(ACCESS, act(proofOfIdentity=proof, **changes))
    found = answer.json()
    assert (answer.status_code, found["code"]) == (422, "ID-001")
    assert found["field"] == "proofOfIdentity"
    assert found["detail"]["severity"] == "FATAL"
    assert files(cast) == []
    kept = Exchange.objects.get(ticket=found["informationCBSS"]["ticketCBSS"])
    assert (kept.person, kept.code) == (None, "ID-001")
    assert not AccessLine.objects.filter(purpose=Purpose.REGISTRATION).exists()


def test_nobody_and_a_mismatch_get_the_same_answer(welfare: Application) -> None:
    answers = [
        welfare.post(ACCESS, act(ssin=ssin, proofOfIdentity={"cardNumber": "592000000182"})).json()
        for ssin in (NOBODY, COLETTE, LUCAS)
    ]
    for answer in answers:
        del answer["informationCBSS"], answer["informationCustomer"]
    assert answers[0] == answers[1] == answers[2]


def test_who_guesses_is_stopped(
    cast: Cast, welfare: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.exchange.network.registering.IDENTITY", limits.Limit("a test", 3, 3600)
    )
    wrong = {"cardNumber": "592000000182"}
    codes = [welfare.post(ACCESS, act(proofOfIdentity=wrong)).status_code for _ in range(4)]
    assert codes == [422, 422, 422, 429]
    right = welfare.post(ACCESS, act())
    assert (right.status_code, right.json()["code"]) == (429, "TOO-MANY")
    assert files(cast) == []


def test_the_same_ticket_is_one_act(cast: Cast, welfare: Application) -> None:
    sent = act()
    first, again = welfare.post(ACCESS, sent), welfare.post(ACCESS, sent)
    assert again["Idempotency-Replayed"] == "true"
    assert first.json() == again.json()
    other = welfare.post(ACCESS, sent | {"ssin": SOFIA})
    assert (other.status_code, other.json()["code"]) == (422, "TICKET-USED")
    assert other.json()["ticketCBSS"] == first.json()["informationCBSS"]["ticketCBSS"]
    assert len(files(cast)) == Exchange.objects.filter(action="REGISTER").count() == 1


def test_a_refusal_comes_back_with_its_ticket(welfare: Application) -> None:
    sent = act(proofOfIdentity={"cardNumber": "592000000182"})
    assert welfare.post(ACCESS, sent).json() == welfare.post(ACCESS, sent).json()
    assert Exchange.objects.filter(code="ID-001").count() == 1


def test_two_files_do_not_overlap(cast: Cast, welfare: Application) -> None:
    welfare.post(ACCESS, act())
    answer = welfare.post(ACCESS, act(period={"startDate": in_days(-30)}))
    assert (answer.status_code, answer.json()["code"]) == (422, "REG-001")
    before = {"startDate": in_days(-30), "endDate": in_days(-10)}
    assert welfare.post(ACCESS, act(period=before)).status_code == 200
    assert len(files(cast)) == 2


def test_a_file_ends_with_its_last_day_or_at_once(cast: Cast, welfare: Application) -> None:
    welfare.post(ACCESS, act())
    period = {"startDate": in_days(-9), "endDate": in_days(3)}
    assert welfare.post(ACCESS, act("UNREGISTER", period=period)).status_code == 200
    assert files(cast) == [("17/2", in_days(-9), in_days(3))]
    later = {"startDate": in_days(-9), "endDate": in_days(4)}
    assert welfare.post(ACCESS, act("UNREGISTER", period=later)).json()["code"] == "REG-002"
    assert welfare.post(ACCESS, act("UNREGISTER")).status_code == 200
    assert files(cast) == []
    gone = welfare.post(ACCESS, act("UNREGISTER"))
    assert (gone.status_code, gone.json()["code"]) == (404, "CTRL-004")
    assert welfare.post(ACCESS, act()).status_code == 200  # the days are free again


def test_own_files_are_listed_and_no_others(
    cast: Cast, welfare: Application, fund: Application
) -> None:
    none = welfare.post(ACCESS, act("LIST")).json()
    assert (none["status"]["value"], none["registrations"]) == ("NO_DATA_FOUND", [])
    nobody = welfare.post(ACCESS, act("LIST", ssin=NOBODY)).json()
    assert nobody["status"] == none["status"]
    welfare.post(ACCESS, act(phase=902, period={"startDate": in_days(0), "endDate": in_days(9)}))
    (own,) = welfare.post(ACCESS, act("LIST")).json()["registrations"]
    assert own == {
        "purpose": "17/2",
        "phase": 902,
        "period": {"startDate": in_days(0), "endDate": in_days(9)},
    }
    sent = act("LIST")
    assert welfare.post(ACCESS, sent).status_code == 200
    assert welfare.post(ACCESS, sent).json()["code"] == "TICKET-USED"


def test_a_replaced_number_is_followed_and_told(cast: Cast, welfare: Application) -> None:
    PersonNumber.objects.filter(number=LUCAS).update(until=in_days(-1))
    new = PersonNumber(person=cast.persons["lucas"], number="88460933513", since=in_days(0))
    new.save()
    sent = act()
    found = welfare.post(ACCESS, sent).json()
    assert (found["ssin"], found["replacedBy"]) == (LUCAS, "88460933513")
    assert welfare.post(ACCESS, sent).json() == found


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"purpose": "17/3"}, 403, "CTRL-003"),
        ({"purpose": "5/30"}, 403, "CTRL-003"),
        ({"ssin": "88060933525"}, 422, "CTRL-002"),
    ],
)
def test_the_control_stops_an_act(
    cast: Cast, welfare: Application, changes: dict[str, str], status: int, code: str
) -> None:
    answer = welfare.post(ACCESS, act() | changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert files(cast) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"legalContext": None}, "legalContext"),
        ({"legalContext": "x" * 65}, "legalContext"),
        ({"purpose": "17"}, "purpose"),
        ({"purpose": "17/99"}, "purpose"),
        ({"purpose": "99/1"}, "purpose"),
        ({"action": "DELETE"}, "action"),
        ({"phase": 1}, "phase"),
        ({"period": None}, "period"),
        ({"period": {"startDate": "2026-13-01"}}, "period.startDate"),
        ({"period": {"startDate": "2026-02-01", "endDate": "2026-01-31"}}, "period"),
        ({"proofOfIdentity": None}, "proofOfIdentity"),
        ({"proofOfIdentity": {"lastName": "Dubois"}}, "proofOfIdentity.firstName"),
        ({"proofOfIdentity": {"cardNumber": 1}}, "proofOfIdentity.cardNumber"),
        ({"informationCustomer": {}}, "informationCustomer.ticket"),
        ({"more": 1}, "more"),
    ],
)
def test_a_wrong_field_is_named(welfare: Application, changes: dict[str, Any], path: str) -> None:
    before = Message.objects.count()
    answer = welfare.post(ACCESS, act() | changes)
    assert (answer.status_code, answer.json()["code"]) == (422, "NOT-VALID")
    assert answer.json()["errors"][0]["path"] == path
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    "who",
    [
        {"sector": 17, "institution": 2},
        {"sector": 5, "institution": 0},
        {"cbeNumber": "0411700068"},
    ],
)
def test_nobody_asks_in_anothers_name(welfare: Application, who: dict[str, Any]) -> None:
    sent = act()
    sent["informationCustomer"]["customerIdentification"] = who
    answer = welfare.post(ACCESS, sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "CTRL-001")
    assert answer.json()["field"] == "informationCustomer.customerIdentification"


def test_who_was_entered_can_be_asked_about_until_the_file_ends(welfare: Application) -> None:
    def outcome() -> str:
        asked = question("welfare-software", "17/2", persons=about(LUCAS), blocks=["identity"])
        answer = welfare.post("/api/network/v1/identity/consultations", asked)
        return str(answer.json()["results"][0]["status"]["code"])

    assert outcome() == "CTRL-004"
    welfare.post(ACCESS, act())
    assert outcome() == "DATA"
    welfare.post(ACCESS, act("UNREGISTER"))
    assert outcome() == "CTRL-004"


def test_another_scope_enters_nobody(application: Callable[[str], Application]) -> None:
    answer = application("payroll-software").post(ACCESS, act())
    assert answer.status_code == 403
