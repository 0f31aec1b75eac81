"""The copy of everything: each column decided on, complete, and silent about anybody else."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import CAST, Cast
from casework.demo.wages import declare_wages
from portal.access.models import AccessLine, CapacityKind, Purpose
from portal.exchange.actions import move_outbox
from portal.pages.own.actions import remove_expired
from portal.pages.own.copying import copy_of
from portal.pages.own.models import KEPT, Export
from portal.pages.own.tables import Table, declared, tables
from portal.people.models import Person
from tests.access.test_confirming import age
from tests.hiring.acting import acting

LUCAS = "lucas@family.example"
SECRETS = {"password", "data", "session_key", "key", "digest", "secret", "hash"}
MODELS = {model._meta.label: model for model in apps.get_models()}


@pytest.fixture
def lucas(cast: Cast) -> Client:
    return acting(LUCAS, CapacityKind.CITIZEN)


def ask(browser: Client) -> Export:
    assert browser.post(reverse("exports")).status_code == 302
    return Export.objects.latest("pk")


def opened(content: bytes) -> ZipFile:
    return ZipFile(BytesIO(content))


def taken(browser: Client, export: Export) -> Any:
    return browser.get(reverse("export_file", args=[export.reference]))


def everything_in(archive: ZipFile) -> str:
    """Return all texts of the archive that are not pictures of pages."""
    names = [name for name in archive.namelist() if not name.endswith(".pdf")]
    return "\n".join(archive.read(name).decode() for name in names)


class TestClassification:
    """The data file that decides."""

    def test_each_table_is_decided_on(self) -> None:
        assert declared().keys() == MODELS.keys(), "enter it in portal/pages/own/tables.yaml"
        assert [
            name for name, known in declared().items() if not known.keys() & {"person", "why"}
        ] == []

    @pytest.mark.parametrize("table", tables(), ids=lambda table: table.model._meta.label)
    def test_each_column_is_decided_on_once(self, table: Table) -> None:
        names = {field.name for field in table.model._meta.concrete_fields}
        decided = {
            name: table.is_about(name) + (name in table.others) + (name in table.inner)
            for name in names
        }
        undecided = {name for name, times in decided.items() if times != 1}
        assert undecided == set(), "told, others or inner in portal/pages/own/tables.yaml?"
        assert {*table.others, *table.inner} <= names
        assert {*table.written, *table.without} <= table.told.keys()

    def test_a_table_that_leads_to_a_person_tells_it(self) -> None:
        """One that has a person and tells nothing gives its reason here too."""
        decided = {
            "portal.HeldBack",  # its event is told
            "portal.Exchange",  # its line of who looked is told
            "declarations.DraftWorker",  # told nobody yet
        }
        direct = {
            label
            for label, model in MODELS.items()
            if any(field.related_model is Person for field in model._meta.concrete_fields)
        }
        assert {name for name in direct if "person" not in declared()[name]} == decided

    def test_no_secret_is_told(self) -> None:
        told = {(table.model._meta.label, name) for table in tables() for name in table.told}
        assert {each for each in told if each[1] in SECRETS} == {
            ("portal.Event", "data"),
            ("portal.Letter", "data"),
        }


@pytest.mark.parametrize("name", CAST["persons"])
def test_it_is_complete_and_about_nobody_else(cast: Cast, name: str) -> None:
    """Each row that leads to the person is in it; no number and no name of the others is."""
    person = cast.persons[name]
    archive = opened(copy_of(person, "fr"))
    told = json.loads(archive.read("data.json"))["tables"]
    for table in tables():
        ways = [
            table.model._base_manager.filter(**{way: person.pk}, **table.where)
            for way in table.person
        ]
        rows = {pk for way in ways for pk in way.values_list("pk", flat=True)}
        assert len(told.get(table.model._meta.label, [])) == len(rows), table.model._meta.label
    text = everything_in(archive)
    assert person.inss in text
    others = [other for key, other in cast.persons.items() if key != name]
    assert [other.inss for other in others if other.inss in text] == []
    assert [str(other) for other in others if other.full_name in text] == []
    assert [str(o) for o in others if hasattr(o, "account") and o.account.email in text] == []


def test_wages_are_there_as_they_were_sent_and_in_euros(cast: Cast) -> None:
    declare_wages(cast)
    archive = opened(copy_of(cast.persons["lucas"], "en"))
    page = archive.read("index.html").decode()
    assert "What employers declared of your wages" in page
    assert "€8,159.00" in page
    sent = [archive.read(name) for name in archive.namelist() if name.startswith("wages/")]
    assert len(sent) >= 5
    assert all(content.startswith(b"<WorkerRecord") for content in sent)
    others = [other.inss for key, other in cast.persons.items() if key != "lucas"]
    assert [number for number in others if number in everything_in(archive)] == []


def test_letters_are_there(cast: Cast) -> None:
    archive = opened(copy_of(cast.persons["georges"], "de"))
    letters = [name for name in archive.namelist() if name.startswith("letters/")]
    assert len(letters) == 2
    assert all(archive.read(name).startswith(b"%PDF") for name in letters)


def test_asked_made_and_taken(lucas: Client) -> None:
    export = ask(lucas)
    assert "being made" in lucas.get(reverse("exports")).content.decode()
    assert taken(lucas, export).status_code == 404
    move_outbox()
    answer = taken(lucas, export)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert opened(answer.content).testzip() is None
    assert (
        reverse("export_file", args=[export.reference])
        in lucas.get(reverse("exports")).content.decode()
    )


def test_it_leaves_a_line(lucas: Client, cast: Cast) -> None:
    ask(lucas)
    lines = AccessLine.objects.filter(person=cast.persons["lucas"], purpose=Purpose.OWN)
    assert [line.capacity.user.email for line in lines if line.capacity] == [LUCAS]


def test_one_at_a_time(lucas: Client) -> None:
    assert ask(lucas) == ask(lucas)
    move_outbox()
    ask(lucas)
    assert Export.objects.count() == 2


def test_nobody_else_gets_it(lucas: Client, cast: Cast) -> None:
    export = ask(lucas)
    move_outbox()
    emma = acting("emma@family.example", CapacityKind.CITIZEN)
    assert taken(emma, export).status_code == 404
    assert str(export.reference) not in emma.get(reverse("exports")).content.decode()


def test_it_is_kept_for_seven_days(lucas: Client) -> None:
    export = ask(lucas)
    move_outbox()
    Export.objects.update(asked_at=F("asked_at") - KEPT + timedelta(minutes=1))
    assert remove_expired() == 0
    assert taken(lucas, export).status_code == 200
    Export.objects.update(asked_at=F("asked_at") - timedelta(minutes=1))
    assert taken(lucas, export).status_code == 404
    assert remove_expired() == 1


def test_it_wants_a_recent_sign_in(lucas: Client) -> None:
    export = ask(lucas)
    move_outbox()
    age(lucas)
    for answer in (taken(lucas, export), lucas.post(reverse("exports"))):
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Export.objects.count() == 1


def test_it_reads_in_ones_own_language(cast: Cast) -> None:
    with translation.override("en"):
        page = opened(copy_of(cast.persons["lucas"], "fr")).read("index.html").decode()
    assert '<html lang="fr">' in page
    assert "1er septembre 2022" in page
    assert "<dd>Restaurant Chez Colette</dd>" in page


def test_institutions_have_the_name_of_ones_own_language(cast: Cast) -> None:
    page = opened(copy_of(cast.persons["georges"], "de")).read("index.html").decode()
    assert "<dd>Föderaler Pensionsdienst</dd>" in page
    assert "Federal Pension Service" not in page


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    lucas: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    export = ask(lucas)
    move_outbox()
    export.refresh_from_db()
    Export.objects.bulk_create(
        Export(
            person=export.person,
            capacity=export.capacity,
            language="fr",
            made_at=export.made_at,
            archive=b"zip",
        )
        for _ in range(20)
    )
    with django_assert_max_num_queries(8):
        page = lucas.get(reverse("exports")).content.decode()
    assert page.count("Download the copy of") == 21
