"""Quarters that are declared: what stands, every version, corrections, files, and who sees it."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.channels.models import Declaration
from declarations.wages.drafting.drafts import draft_of
from declarations.wages.models import WorkerRecord
from portal.access.models import AccessLine, CapacityKind
from portal.exchange.actions import move_outbox
from portal.exchange.models import Message
from tests.hiring.acting import acting
from tests.hiring.declaring import declare, employer, hiring
from tests.wages.pages import DAYS, PAY, QUARTER, colette, nora, piet, send, shown

pytestmark = pytest.mark.django_db
HERE = f"/company/wages/{QUARTER}/"


@pytest.fixture
def declared(cast: Cast) -> Cast:
    """Return the cast, whose employers declared five quarters."""
    declare_wages(cast)
    return cast


def of_lucas(cast: Cast, page: str = "") -> str:
    """Return the address of what is declared of Lucas, or of a page below it."""
    return f"{HERE}declared/{cast.persons['lucas'].reference}/{page}"


def test_the_quarters_say_what_is_declared(declared: Cast) -> None:
    page = colette().get("/company/wages/")
    states = {row["state"].quarter: row for row in page.context["rows"]}
    assert list(states) == [20264, 20263, 20262, 20261, 20254, 20253]
    assert states[20264]["state"].words == "running"
    assert {states[q]["state"].words for q in list(states)[1:]} == {"declared"}
    assert states[20261]["workers"] == 1
    assert page.context["reminders"] == []


def test_a_declared_quarter_shows_its_workers_and_figures(declared: Cast) -> None:
    page = colette().get(HERE)
    (row,) = page.context["rows"]
    assert row["record"].person == declared.persons["lucas"]
    assert (row["figures"].days, row["figures"].cents) == (6600, 815900)
    assert page.context["totals"].cents == 815900
    assert page.context["missing"] == page.context["extra"] == []


def test_the_next_draft_takes_over_terms_and_pay(declared: Cast) -> None:
    (entry,) = draft_of(declared.companies["restaurant"], 20264).entries
    (record,) = entry.content["WorkerRecord"]
    (occupation,) = record["Occupation"]
    assert (entry.missing, entry.last_quarter) == ([], QUARTER)
    assert occupation["Remun"] == [{"RemunCode": "001", "RemunAmount": "815900"}]
    assert occupation["LocalUnitID"] == "2000000141"
    page = colette().get(f"/company/wages/20264/workers/{entry.person.reference}/")
    sources = {n: getattr(f, "source", "") for n, f in page.context["form"].fields.items()}
    assert "Quarter 3 of 2026" in sources[PAY]
    assert "calendar" in sources[DAYS]


def test_all_that_is_declared_of_a_worker_can_be_read(declared: Cast) -> None:
    page = colette().get(of_lucas(declared))
    values = {row["label"]: row["value"] for p in page.context["panels"] for row in p.rows}
    assert "Manual worker (015)" in values.values()
    assert "€8,159.00" in values.values()
    titles = [panel.title for panel in page.context["panels"]]
    assert len(titles) == len([*titles]) >= 5
    lines = AccessLine.objects.filter(person=declared.persons["lucas"], opened=True)
    assert lines.filter(purpose="declaration", capacity__company__name__contains="Colette").exists()


def correct(cast: Cast, **typed: Any) -> Any:
    """Correct Lucas on the page, and let it be judged."""
    answer = send(colette(), of_lucas(cast, "correct/"), **typed)
    move_outbox()
    return answer


def test_a_correction_makes_a_new_version_and_keeps_the_old(declared: Cast) -> None:
    (before,) = WorkerRecord.objects.filter(quarter=QUARTER, person=declared.persons["lucas"])
    answer = correct(declared, **{PAY: "8500"})
    assert "/sent/" in answer["Location"]
    assert Declaration.objects.get(flow="dmfa_update").verdict.result == "A"
    client = colette()
    (row,) = client.get(HERE).context["rows"]
    assert row["figures"].cents == 850000
    assert row["record"].replaces == before.pk
    page = client.get(of_lucas(declared))
    assert len(page.context["events"]) == 2
    old = client.get(of_lucas(declared, f"versions/{before.pk}/"))
    values = [row["value"] for panel in old.context["panels"] for row in panel.rows]
    assert "€8,159.00" in values


def test_a_correction_that_changes_nothing_is_not_sent(declared: Cast) -> None:
    answer = correct(declared)
    assert "Nothing was changed" in str(answer.context["form"].non_field_errors())
    assert not Declaration.objects.filter(flow="dmfa_update").exists()


def test_a_correction_with_hours_and_no_days_is_asked_for_the_days(declared: Cast) -> None:
    answer = correct(declared, **{DAYS: ""})
    assert "00063-001" in str(answer.context["form"].errors[DAYS])


def test_a_correction_of_an_older_situation_is_refused_on_the_page(declared: Cast) -> None:
    client = colette()
    old = shown(client, of_lucas(declared, "correct/"))
    correct(declared, **{PAY: "8500"})
    answer = client.post(of_lucas(declared, "correct/"), old | {PAY: "8600"})
    assert "meanwhile" in str(answer.context["form"].non_field_errors())


def test_a_correction_sent_twice_counts_once(declared: Cast) -> None:
    client = colette()
    typed = shown(client, of_lucas(declared, "correct/")) | {PAY: "8500"}
    first = client.post(of_lucas(declared, "correct/"), typed)
    second = client.post(of_lucas(declared, "correct/"), typed)
    assert first["Location"] == second["Location"]
    assert Message.objects.filter(key=typed["key"]).count() == 1


@pytest.mark.parametrize("page", ["", "correct/", "versions/1/"])
def test_a_worker_of_another_company_is_not_found(declared: Cast, page: str) -> None:
    assert piet().get(of_lucas(declared, page)).status_code == 404


def test_a_version_of_somebody_else_is_not_found(declared: Cast) -> None:
    other = WorkerRecord.objects.filter(person=declared.persons["emma"])[0]
    assert colette().get(of_lucas(declared, f"versions/{other.pk}/")).status_code == 404


def test_who_was_hired_and_is_not_declared_is_named(declared: Cast) -> None:
    content = hiring(declared, "tom", StartingDate="2026-08-03")
    assert declare(employer(declared), "DimonaIn", content).result in "AW"
    page = colette().get(HERE)
    assert page.context["missing"] == [declared.persons["tom"]]


def test_a_file_is_taken_in_and_answered(declared: Cast) -> None:
    client = colette()
    key = str(uuid4())
    file = SimpleUploadedFile("quarter.xml", b"<DmfAOriginal><Form></Form></DmfAOriginal>")
    answer = client.post("/company/wages/file/", {"file": file, "key": key})
    sent = answer["Location"].replace("../", "/company/wages/")
    waiting = client.get(sent)
    assert waiting.context["waiting"]
    assert b"Look again" in waiting.content
    move_outbox()
    done = client.get(f"{sent}progress/")
    assert not done.context["waiting"]
    assert b"refused" in done.content
    assert nora().get(sent).status_code == 404


def test_figures_are_drawn_and_written(declared: Cast) -> None:
    page = colette().get("/company/wages/figures/")
    assert [row["figures"].cents for row in page.context["rows"]] == [
        *(792000, 942000, 807840, 815900, 815900),
    ]


def test_a_citizen_reads_own_wages(declared: Cast) -> None:
    page = acting("lucas@family.example", CapacityKind.CITIZEN).get("/me/")
    (card,) = [each for each in page.context["cards"] if each.template == "wages/_wages_card.html"]
    assert [row["figures"].cents for row in card.context["rows"]][:2] == [815900, 815900]


def test_the_queries_of_a_declared_quarter_do_not_grow_with_it(
    declared: Cast, django_assert_max_num_queries: Any
) -> None:
    client = colette()
    with django_assert_max_num_queries(20):
        assert client.get(HERE).status_code == 200
