"""Whatever is sent to the network: an answer or a clear refusal, never a failure of ours."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.exchange.models import Message
from portal.exchange.network.models import Exchange
from tests.api.conftest import Application
from tests.api.messages import SOFIA, in_days
from tests.api.test_bad_bodies import VALUES
from tests.directory.conftest import about, question

CONSULT, ACCESS = "/api/network/v1/identity/consultations", "/api/network/v1/directory/access"
often = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
QUESTION = {"persons": about(SOFIA), "period": {"startDate": in_days(-3), "endDate": in_days(0)}}
ACT = {
    "action": "REGISTER",
    "ssin": "88060933524",
    "period": {"startDate": in_days(0)},
    "phase": 0,
    "proofOfIdentity": {"lastName": "Dubois", "firstName": "Lucas", "birthDate": "1988-06-09"},
}
DEEP = ("informationCustomer", "period", "proofOfIdentity", "customerIdentification")
NAMES = st.sampled_from(
    [
        *("informationCustomer", "legalContext", "purpose", "persons", "period", "blocks"),
        *("action", "ssin", "phase", "proofOfIdentity", "ticket", "timestampSent"),
        *("customerIdentification", "cbeNumber", "sector", "institution", "startDate", "endDate"),
        *("lastName", "firstName", "birthDate", "cardNumber", "caseReference"),
    ]
)


def put(sent: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """A copy in which every member of that name, and one beside the others, has the value."""
    changed = {key: put(each, name, value) if key in DEEP else each for key, each in sent.items()}
    if name in changed or name in ("blocks", "cardNumber", "sector", "cbeNumber"):
        changed[name] = value
    return changed


def judged(application: Application, address: str, body: bytes) -> None:
    messages, kept = Message.objects.count(), Exchange.objects.count()
    answer = application.post(address, body)
    assert answer.status_code in (200, 403, 404, 413, 415, 422, 429), answer.content
    found = answer.json()
    if answer.status_code != 200:
        assert found["code"]
        assert found["message"]
    told = "informationCBSS" in found
    assert (Message.objects.count() > messages) == told
    assert (Exchange.objects.count() > kept) == told


@often
@given(name=NAMES, value=VALUES)
def test_any_value_in_a_question(welfare: Application, name: str, value: Any) -> None:
    sent = put(question("welfare-software", "17/2", **QUESTION), name, value)
    judged(welfare, CONSULT, json.dumps(sent).encode())


@often
@given(name=NAMES, value=VALUES)
def test_any_value_in_an_act(welfare: Application, name: str, value: Any) -> None:
    sent = put(question("welfare-software", "17/2", **ACT), name, value)
    judged(welfare, ACCESS, json.dumps(sent).encode())


@often
@given(body=st.binary(max_size=200))
def test_any_bytes(welfare: Application, body: bytes) -> None:
    judged(welfare, CONSULT, body)
    judged(welfare, ACCESS, body)


@often
@given(
    persons=st.lists(
        st.fixed_dictionaries(
            {"ssin": st.text(max_size=22) | st.sampled_from([SOFIA, "88060933524", "05021126242"])},
            optional={"caseReference": st.text(max_size=40)},
        ),
        max_size=6,
    )
)
def test_any_persons(welfare: Application, persons: list[dict[str, str]]) -> None:
    sent = question("welfare-software", "17/2", persons=persons)
    judged(welfare, CONSULT, json.dumps(sent).encode())
