"""From the draft to the receipt: checked once more, sent once, judged, and what then stands."""

from typing import Any

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.channels.models import Verdict
from declarations.wages.drafting.models import DraftWorker
from declarations.wages.models import WorkerRecord
from portal.access.mandates.models import Mandate
from portal.access.models import CapacityKind, Service
from portal.exchange.actions import move_outbox
from portal.exchange.models import Message
from tests.hiring.acting import acting
from tests.hiring.declaring import declare, employer, hiring
from tests.wages.pages import HERE, PAY, QUARTER, TERMS, colette, nora, piet, send, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(cast: Cast) -> Client:
    """Return Colette's browser, in which the quarter is ready to be sent."""
    client = colette()
    lucas = f"{HERE}workers/{cast.persons['lucas'].reference}/"
    send(client, f"{lucas}terms/", **TERMS)
    assert send(client, lucas, **{PAY: "9600"}).status_code == 302
    return client


def file_quarter(client: Client) -> str:
    """Send the quarter, let it be judged, and return the address of the receipt."""
    answer = send(client, f"{HERE}check/")
    move_outbox()
    return str(answer["Location"]).replace("../../", "/company/wages/")


def test_the_check_shows_what_is_owed_and_why(ready: Client) -> None:
    page = ready.get(f"{HERE}check/")
    (row,) = page.context["rows"]
    # 108 % of 9,600.00 at 13.07 + 25 + 5.57 %.
    assert (row["totals"].cents, row["due"]) == (960000, 452460)
    assert page.context["due"].net == row["due"] - row["reductions"]
    assert row["steps"][0][0]["label"]
    assert not page.context["blocked"]


def test_a_quarter_that_is_sent_is_declared_and_its_draft_ends(cast: Cast, ready: Client) -> None:
    receipt = ready.get(file_quarter(ready))
    (row,) = receipt.context["rows"]
    assert (row["verdict"].result, row["form"].company) == ("A", cast.companies["restaurant"])
    assert row["owed"] > 0
    page = ready.get(HERE)
    assert page.context["state"].filed
    assert [each["record"].person for each in page.context["rows"]] == [cast.persons["lucas"]]
    assert not DraftWorker.objects.exists()


def test_the_button_pressed_twice_sends_once(ready: Client) -> None:
    typed = shown(ready, f"{HERE}check/")
    first = ready.post(f"{HERE}check/", typed)
    second = ready.post(f"{HERE}check/", typed)
    assert first["Location"] == second["Location"]
    assert Message.objects.filter(service=Service.WAGES).count() == 1


def test_a_draft_that_misses_something_is_not_sent(cast: Cast) -> None:
    client = colette()
    assert client.get(f"{HERE}check/")["Location"] == "../"
    assert client.post(f"{HERE}check/", {})["Location"] == "../"
    assert not Message.objects.filter(service=Service.WAGES).exists()


def test_while_it_is_checked_the_pages_say_so(ready: Client) -> None:
    where = str(send(ready, f"{HERE}check/")["Location"]).replace("../../", "/company/wages/")
    page = ready.get(where)
    assert page.context["waiting"]
    assert b'hx-get="progress/"' in page.content
    assert ready.get(HERE).context["state"].waiting


def test_a_receipt_is_for_the_sender_alone(ready: Client) -> None:
    receipt = file_quarter(ready)
    assert piet().get(receipt).status_code == 404
    assert acting("lucas@family.example", CapacityKind.CITIZEN).get(receipt).status_code == 403
    assert Client().get(receipt)["Location"].startswith("/accounts/login/")


def test_a_payroll_office_sends_the_quarter_of_its_client(cast: Cast, ready: Client) -> None:
    restaurant = cast.companies["restaurant"]
    here = f"/office/{restaurant.reference}/wages/"
    client = nora()
    answer = send(client, f"{here}{QUARTER}/check/")
    move_outbox()
    assert Verdict.objects.get(declaration__flow="dmfa").result == "A"
    receipt = str(answer["Location"]).replace("../../", here)
    assert client.get(receipt).status_code == 200
    assert ready.get(HERE).context["state"].filed  # the company sees what was sent for it


def test_an_office_sees_the_companies_of_its_mandates(cast: Cast) -> None:
    rows = nora().get("/office/wages/").context["rows"]
    assert [row["company"] for row in rows] == [
        cast.companies["builder"],
        cast.companies["restaurant"],
    ]
    Mandate.objects.filter(giver_company=cast.companies["builder"]).update(quarters_until=20254)
    rows = nora().get("/office/wages/").context["rows"]
    assert [row["company"] for row in rows] == [cast.companies["restaurant"]]
    assert colette().get("/office/wages/").status_code == 403


def correct(client: Client, person: str, **typed: Any) -> None:
    """Correct somebody on the page, and let it be judged."""
    answer = send(client, f"{HERE}declared/{person}/correct/", **typed)
    assert answer.status_code == 302, answer.context["form"].errors
    move_outbox()
    assert Verdict.objects.filter(declaration__flow="dmfa_update", result__in=["A", "W"]).exists()


def test_who_is_missing_can_be_declared_afterwards(cast: Cast, ready: Client) -> None:
    file_quarter(ready)
    content = hiring(cast, "tom", StartingDate="2026-08-03")
    declare(employer(cast), "DimonaIn", content)
    tom = cast.persons["tom"]
    assert ready.get(HERE).context["missing"] == [tom]
    terms = {k: v for k, v in TERMS.items() if "StartingDate" not in k}
    days = {"Service-0-0-0-ServiceNbrDays": "43", "Service-0-0-0-ServiceNbrHours": "326.8"}
    correct(ready, str(tom.reference), **terms, **days, **{PAY: "5000"})
    page = ready.get(HERE)
    assert page.context["missing"] == []
    assert {each["record"].person for each in page.context["rows"]} == {tom, cast.persons["lucas"]}


def test_who_was_declared_wrongly_can_be_taken_out(cast: Cast, ready: Client) -> None:
    file_quarter(ready)
    lucas = cast.persons["lucas"]
    correct(ready, str(lucas.reference), take_out="1")
    assert ready.get(HERE).context["rows"] == []
    assert WorkerRecord.objects.filter(person=lucas, deleted=True).count() == 1
    page = ready.get(f"{HERE}declared/{lucas.reference}/")
    assert page.context["panels"] == []
    assert [event["tone"] for event in page.context["events"]] == ["danger", "neutral"]


def test_the_first_page_reminds_until_the_quarter_is_declared(cast: Cast, ready: Client) -> None:
    def cards() -> list[str]:
        return [card.template for card in ready.get("/company/").context["cards"]]

    assert cards() == ["wages/_reminders_card.html"]
    file_quarter(ready)
    assert cards() == []
