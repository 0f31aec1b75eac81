"""What the interface says of itself: the OpenAPI description and the page for software makers."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from casework.demo.building import CAST
from declarations.glossary.catalog import glossary
from declarations.glossary.model import Block
from declarations.hiring.json_form import read_forms, schema
from declarations.hiring.json_names import ACTIONS, WHOLE, Part
from portal.access.models import Service
from portal.access.tokens import TOKEN_URL
from tests.api.conftest import HIRING, STATUSES, Application
from tests.glossary.samples import FULL

ROOMS = {
    "subscriptions": "directory",
    "dimona": "hiring",
    "files": "hiring",
    "dmfa": "wages",
    "risk-deliveries": "risks",
    "customer-files": "support",
}  # the others are called as their scopes are
DOCS, DESCRIPTION = "/api/docs/", "/api/openapi.json"


@pytest.fixture
def description(db: None) -> dict[str, Any]:
    found: dict[str, Any] = Client().get(DESCRIPTION).json()
    return found


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for operation in methods.values():
            yield path, operation


def test_the_description_is_open_and_of_this_version(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    assert len(list(operations(description))) >= 15


def test_each_operation_names_its_scope_and_refusals(description: dict[str, Any]) -> None:
    for path, operation in operations(description):
        room, _version, service = path.split("/")[2:5]
        called = service if room == "network" else room
        scope = ROOMS.get(called, called)
        assert operation["security"] == [{"ApplicationToken": [scope]}]
        assert {"401", "403"} <= set(operation["responses"])
        assert operation["summary"]


def test_tokens_are_described_as_client_credentials(description: dict[str, Any]) -> None:
    (scheme,) = description["components"]["securitySchemes"].values()
    assert scheme["type"] == "oauth2"
    assert scheme["flows"]["clientCredentials"]["tokenUrl"] == TOKEN_URL
    assert set(scheme["flows"]["clientCredentials"]["scopes"]) == {*Service}


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    names = re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(description))
    assert set(names) <= set(description["components"]["schemas"])
    assert "#/$defs" not in json.dumps(description)


def as_json(part: Part, content: dict[str, Any]) -> dict[str, Any]:
    """The JSON of the content of a block: the reverse of reading."""
    found = {}
    for name, member in part.members.items():
        label = member if isinstance(member, str) else member.label
        if label in content:
            value = content[label]
            found[name] = value if isinstance(member, str) else as_json(member, value)
    return found


@pytest.mark.parametrize(("name", "part"), ACTIONS.items())
def test_json_holds_everything_that_a_file_can_hold(name: str, part: Part) -> None:
    content = FULL[part.label]
    sent = {name: as_json(part, content)} | as_json(WHOLE, content)
    if "INSS" in content:
        sent["worker"] = {"ssin": content["INSS"]}
    (draft,) = read_forms(sent)
    assert (draft.action, draft.content) == (part.label, content)


def zones(label: str) -> set[str]:
    """The fields that a block can hold, with all that is below it."""
    model = glossary("dimona", "2023/1")
    known: set[str] = set()
    for member in model.blocks[label].members:
        for name in member.labels if member.highest != 0 else ():
            known |= zones(name) if isinstance(model.element(name), Block) else {name}
    return known


def named(part: Part) -> set[str]:
    return {
        label
        for member in part.members.values()
        for label in (named(member) if isinstance(member, Part) else {member})
    }


def test_no_field_of_the_model_is_without_json_name() -> None:
    assert set().union(*map(zones, FULL)) == named(WHOLE) - {"ReferenceNbr"}


def test_the_schema_of_a_declaration_comes_from_the_model() -> None:
    start = schema()["properties"]["dimonaIn"]["properties"]
    assert start["startDate"]["format"] == "date"
    assert start["plannedHoursNumber"]["type"] == ["string", "integer"]
    assert start["startHour"]["type"] == "string"
    assert "OTH" in start["features"]["properties"]["workerType"]["enum"]


def test_the_page_needs_no_sign_in(db: None) -> None:
    answer = Client().get(DOCS)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert '<script src="http' not in page
    for path, _operation in operations(Client().get(DESCRIPTION).json()):
        assert path in page


def commands(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<code>(.+?)</code>", page, re.DOTALL)]


def test_the_examples_of_the_page_work(payroll: Application, welfare: Application) -> None:
    page = Client().get(DOCS).content.decode()
    bodies = [
        json.loads(body)
        for body in re.findall(r"-d '(\{.+?\})'", " ".join(commands(page)), re.DOTALL)
    ]
    declaration, report, entry, question = bodies
    assert payroll.post(f"{HIRING}/declarations", declaration).status_code == 201
    assert welfare.post(f"{STATUSES}/reports", report).status_code == 201
    assert welfare.post("/api/network/v1/directory/access", entry).status_code == 200
    assert welfare.post("/api/network/v1/support/consultations", question).status_code == 200
    for client_id in ("payroll-software", "welfare-software"):
        secret = CAST["applications"][client_id]["secret"]
        assert f"client_id={client_id} \\\n  -d client_secret={secret}" in " ".join(commands(page))


def test_a_name_that_is_too_long_leads_nowhere_as_described(
    description: dict[str, Any], payroll: Application
) -> None:
    headers = {"authorization": f"Bearer {payroll.token}"}
    answer = payroll.http.put("/api/files/v1/" + "F" * 65, b"", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT-FOUND")
    assert "404" in description["paths"]["/api/files/v1/{name}"]["put"]["responses"]
