"""The manual: open to all, searchable, complete; each page for every block, field and anomaly."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import etree

from declarations.glossary import catalog, presenting
from declarations.glossary.catalog import CODE_LISTS, anomalies, code_list, glossaries, glossary
from declarations.glossary.search import MOST, fold, search
from portal.access.models import CapacityKind
from portal.pages.navigation import links

pytestmark = pytest.mark.django_db

DIMONA = glossary("dimona", "2023/1")


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def test_the_door_leads_to_every_message_and_list(client: Client) -> None:
    """To the newest version of each message, and from there to the others."""
    shown = page(client, reverse("glossary"))
    for model in glossaries():
        newest = presenting.address("glossary_flow", catalog.newest(model.flow) or model)
        assert newest in shown
        assert presenting.address("glossary_flow", model) in shown + page(client, newest)
    for name in CODE_LISTS:
        assert reverse("code_list", args=[name]) in shown


@pytest.mark.parametrize("model", glossaries(), ids=lambda model: f"{model.flow}_{model.version}")
def test_every_block_and_field_has_a_page(client: Client, model: object) -> None:
    """Of versions with hundreds, every seventh is looked at."""
    assert isinstance(model, type(DIMONA))
    tree = page(client, presenting.address("glossary_flow", model))
    elements = [*model.elements.values()]
    for element in elements[:: 7 if len(elements) > 200 else 1]:
        url = presenting.page_of(model, element)
        shown = page(client, url)
        assert element.number in shown
        assert element.label in shown
        assert url in tree or element.label in model.zones


def test_every_anomaly_has_a_page_that_says_what_to_do(client: Client) -> None:
    for place, anomaly in enumerate(anomalies()):
        assert anomaly.problem, anomaly.id
        assert anomaly.advice, anomaly.id
        if place % 20 == 0:
            assert anomaly.id in page(client, reverse("anomaly", args=[anomaly.id]))
    listed = page(client, reverse("anomalies"))
    assert reverse("anomaly", args=[anomalies()[0].id]) in listed


def test_a_field_says_how_to_fill_it_in(client: Client) -> None:
    shown = page(client, reverse("glossary_zone", args=["dimona", "2023/1", "EndingDate"]))
    for words in ("year-month-day", "Student (STU)", "needed", "00911-014", "End of employment"):
        assert words in shown
    committee = page(client, reverse("glossary_zone", args=["dimona", "2023/1", "WorkerSex"]))
    assert "Female" in committee


def test_what_each_type_of_worker_asks() -> None:
    asked = presenting.needs_by_type("PlannedHoursNbr", date(2026, 11, 20))
    by_code = {code.code: needed for code, needed in asked}
    assert by_code["STU"] == "needed"
    assert by_code["OTH"] == "leave out"
    assert "TEA" not in by_code
    assert presenting.needs_by_type("WorkerName", date(2026, 11, 20)) == []


def test_the_ways_through_a_block_are_told(client: Client) -> None:
    wages = glossary("dmfa", "2023/1")
    shown = page(client, presenting.page_of(wages, wages.blocks["WorkerRecord"]))
    assert "<li>Contribution of a student, Contribution of the worker line</li>" in shown
    change = glossary("dmfa_update", "2023/1")
    shown = page(client, presenting.page_of(change, change.blocks["WorkerRecordUpdateAction"]))
    assert "<li>nothing more</li>" in shown
    # What a message never uses is not in the way of what it does.
    worker = page(client, presenting.page_of(wages, wages.blocks["NaturalPerson"]))
    assert "WorkerBirthplace" not in worker


def test_a_list_says_what_a_code_asks(client: Client) -> None:
    reductions = page(client, reverse("code_list", args=["reduction_codes"]))
    assert "Structural reduction" in reductions
    assert "First day of the right: needed" in reductions
    assert "forbidden" not in reductions
    kinds = page(client, reverse("code_list", args=["contribution_types"]))
    assert "Number of workers: &gt;= 10" in kinds


def test_an_anomaly_is_explained(client: Client) -> None:
    shown = page(client, reverse("anomaly", args=["90017-151"]))
    for words in ("cannot be identified", "refused", "identity details", "blocks/NaturalPerson/"):
        assert words in shown
    assert "Where it occurs" not in page(client, reverse("anomaly", args=["FILE-002"]))


@pytest.mark.parametrize(
    "url",
    [
        "/glossary/anomalies/90017-777/",
        "/glossary/anomalies/x/",
        "/glossary/codes/anomalies/",
        "/glossary/dimona/1999-1/",
        "/glossary/nothing/2023-1/",
        "/glossary/dimona/2023-1/zones/DimonaIn/",
        "/glossary/dimona/2023-1/blocks/INSS/",
        "/glossary/acrf/2023-1/schema.json",
        "/glossary/dmfa/2023-1/schema.json",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    page(client, url, 404)


def test_nothing_is_written(client: Client) -> None:
    assert client.post(reverse("glossary")).status_code == 405


def test_a_list_is_shown_as_it_was_on_a_day(client: Client) -> None:
    url = reverse("code_list", args=["worker_types"])
    assert "Teaching staff" in page(client, f"{url}?on=2021-12-31")
    assert "Teaching staff" not in page(client, f"{url}?on=2022-01-01")
    assert "Teaching staff" not in page(client, url)
    for wrong in ("soon", "", "0001-01-01", "9999-12-31"):
        assert "govuk-error-message" in page(client, f"{url}?on={wrong}", 422)


def test_the_schemas_are_published(client: Client) -> None:
    xsd = client.get(reverse("glossary_xsd", args=["dimona", "2023/1"]))
    assert etree.XMLSchema(etree.fromstring(xsd.content))
    assert xsd.headers["Content-Type"] == "application/xml"
    described = client.get("/glossary/dimona/2023-1/schema.json")
    assert json.loads(described.content)["$id"].endswith("/glossary/dimona/2023-1/schema.json")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("90017-151", "Worker: cannot be identified"),
        ("00655", "Type of worker"),
        ("workertype", "Type of worker"),
        ("PLANNED hours", "Planned hours"),
        ("flx", "Flexi-job worker"),
        ("00047", "Working days a week (in hundredths)"),
        ("structural", "Structural reduction"),
        ("document type definition", "The file holds a document type definition"),
    ],
)
def test_a_search_finds_the_best_first(query: str, first: str) -> None:
    assert search(query)[0].title == first


def test_a_search_follows_the_language_and_forgives_accents() -> None:
    with translation.override("fr"):
        sweden = code_list("countries")["108"].title
        assert sweden == "Danemark"
        assert search("ETATS-UNIS")[0].title == "États-Unis"
    assert search("danemark")[:1] == []
    assert fold("Élève Ça") == "eleve ca"


def test_a_search_without_answer(client: Client) -> None:
    assert search("  ?! ") == []
    assert len(search("e")) == MOST
    shown = page(client, reverse("glossary") + "?q=%3Cscript%3Exyzzy")
    assert "Nothing was found" in shown
    assert "<script>xyzzy" not in shown
    page(client, reverse("glossary") + "?q=%00" + "x" * 5000)


def test_no_page_asks_the_database(client: Client, django_assert_num_queries: object) -> None:
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(0):
        page(client, reverse("glossary") + "?q=worker")
        page(client, reverse("glossary_block", args=["notification", "2022/3", "Path"]))


def test_a_payroll_office_finds_the_manual_in_the_navigation() -> None:
    at = "/glossary/anomalies/90017-151/"
    (current,) = (link for link in links(CapacityKind.PAYROLL_OFFICE, at) if link.current)
    assert current.url == reverse("glossary")


def test_everybody_finds_the_manual_at_the_foot_of_a_page(client: Client) -> None:
    _head, _main, foot = page(client, reverse("glossary")).rpartition("<footer")
    assert f'href="{reverse("glossary")}"' in foot
