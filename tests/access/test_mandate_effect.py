"""What ends has no effect any more from the next request on: in a session, a form, a file."""

import json
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import sleep
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from casework.demo.building import Cast
from declarations.channels.actions import Draft, submit
from declarations.channels.models import Declaration, Verdict
from declarations.hiring.actions import give_verdict
from declarations.wages.drafting.models import DraftWorker
from portal.access.mandates.actions import MandateRefusedError, Scope, ask, move
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import Party
from portal.access.models import Capacity, Service
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel, Message
from portal.people.models import Company
from tests.channels.forms import HEADER, dimona_file
from tests.hiring.declaring import codes, declare, employer, hiring, today
from tests.wages.pages import QUARTER, TERMS, nora, send, shown

NO_MANDATE = "90256-155"


def office() -> Capacity:
    return Capacity.objects.select_related("company").get(user__email="nora@payroll.example")


def mandate_of(company: Company, service: Service = Service.HIRING) -> Mandate:
    return Mandate.objects.get(
        giver_company=company, service=service, holder_company=office().company
    )


def received(cast: Cast, at: datetime, *whom: str) -> Declaration:
    """Receive a hiring by the office, at a moment, without judging it."""
    content = hiring(cast, *(whom or ("sofia",)))
    body = json.dumps(content).encode()
    message, _new = submit(
        office(), Channel.API, str(uuid4()), body, [Draft("DimonaIn", content)], at
    )
    return message.declarations.get()


def ended(cast: Cast, service: Service = Service.HIRING) -> None:
    """Let the restaurant end the mandate of its office."""
    move(mandate_of(cast.companies["restaurant"], service), "end", employer(cast))


def test_what_was_received_before_the_end_is_judged_by_the_mandate_of_then(cast: Cast) -> None:
    before = received(cast, timezone.now() - timedelta(seconds=30))
    ended(cast)
    assert give_verdict(before).result == "A"


def test_what_is_received_after_the_end_is_refused(cast: Cast) -> None:
    ended(cast)
    verdict = give_verdict(received(cast, timezone.now()))
    assert (verdict.result, codes(verdict)) == ("B", [NO_MANDATE])


def test_what_was_received_before_the_confirmation_is_refused_also_after_it(cast: Cast) -> None:
    early = received(cast, timezone.now() - timedelta(seconds=30), "tom", "builder")
    builder = cast.companies["builder"]
    scope = Scope(Service.HIRING, today())
    move(ask(office(), builder, Party.HOLDER, scope), "confirm", employer(cast, "builder"))
    assert codes(give_verdict(early)) == [NO_MANDATE]
    assert give_verdict(received(cast, timezone.now(), "tom", "builder")).result == "A"


@pytest.fixture
def from_next_quarter(cast: Cast) -> Mandate:
    """The mandate of the restaurant, for work from the quarter of tomorrow week on."""
    mandate = mandate_of(cast.companies["restaurant"])
    mandate.quarters_from, mandate.quarters_until = 20271, None
    mandate.save()
    return mandate


def test_in_one_file_each_row_is_judged_by_the_mandate_of_its_own_days(
    cast: Cast, from_next_quarter: Mandate
) -> None:
    forms = [
        hiring(cast, "tom"),
        hiring(cast, "tom", StartingDate="2027-01-04"),
        hiring(cast, "marie", "builder", StartingDate="2027-01-04"),
        hiring(cast, "sofia", StartingDate="2027-01-04"),
    ]
    header = {**HEADER, "FormCreationDate": today().isoformat()}
    data = dimona_file(*(("DimonaIn", form) for form in forms), header=header)
    nora().post("/office/file/", {"file": SimpleUploadedFile("dimona.xml", data)})
    move_outbox()
    message = Message.objects.latest("pk")
    verdicts = Verdict.objects.filter(declaration__message=message).order_by(
        "declaration__position"
    )
    assert [NO_MANDATE in codes(verdict) for verdict in verdicts] == [True, False, True, False]


def test_a_new_office_reports_the_end_of_what_began_before_it(
    cast: Cast, from_next_quarter: Mandate
) -> None:
    started = declare(employer(cast), "DimonaIn", hiring(cast, "sofia"))
    period = started.declaration.effect.period
    leaving = {"DimonaPeriodId": period.number, "INSS": cast.persons["sofia"].inss}
    soon, later = period.since + timedelta(days=1), date(2027, 1, 15)
    refused = declare(office(), "DimonaOut", {**leaving, "EndingDate": soon.isoformat()})
    assert codes(refused) == ["00913-354"]  # as unknown to it as a stranger's
    assert (
        declare(office(), "DimonaOut", {**leaving, "EndingDate": later.isoformat()}).result in "AW"
    )


def test_a_form_that_is_open_when_the_mandate_ends_is_not_taken(cast: Cast) -> None:
    """What the office had saved before stays, for the employer."""
    restaurant = cast.companies["restaurant"]
    here = f"/office/{restaurant.reference}/wages/{QUARTER}/"
    worker = f"{here}workers/{cast.persons['lucas'].reference}/"
    client = nora()
    assert send(client, f"{worker}terms/", **TERMS).status_code == 302
    saved = DraftWorker.objects.get()
    typed = shown(client, worker)
    ended(cast, Service.WAGES)
    assert client.post(worker, typed).status_code == 404
    assert client.get(here).status_code == 404
    standing = DraftWorker.objects.get()
    assert (standing.pk, standing.version) == (saved.pk, saved.version)
    assert DraftWorker.objects.filter(company=restaurant).exists()


def test_in_the_middle_of_a_session_the_next_page_is_shut(cast: Cast) -> None:
    client = nora()
    register = f"/office/{cast.companies['restaurant'].reference}/"
    assert client.get(register).status_code == 200
    ended(cast)
    for page in (register, f"{register}staff.csv", f"{register}staff.xml"):
        assert client.get(page).status_code == 404
    assert cast.companies["restaurant"].name not in client.get("/office/").content.decode()


def test_the_employer_sees_what_its_office_did(cast: Cast) -> None:
    declare(office(), "DimonaIn", hiring(cast, "sofia"))
    client = Client()
    client.force_login(cast.persons["colette"].account)
    session = client.session
    session["capacity"] = employer(cast).pk
    session.save()
    page = client.get("/company/declarations/").content.decode()
    assert "Payroll office Plus" in page


@pytest.fixture
def declaring(cast: Cast) -> Iterator[list[Verdict]]:
    """Hirings by the office, one after the other, in a thread, until the test is done."""
    verdicts: list[Verdict] = []
    stop = threading.Event()

    def run() -> None:
        try:
            while not stop.is_set():
                verdicts.append(declare(office(), "DimonaIn", hiring(cast, "sofia")))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield verdicts
    stop.set()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_no_declaration_is_accepted_once_the_end_was_answered(
    cast: Cast, declaring: list[Verdict]
) -> None:
    """A race: what is received after whoever ended the mandate had the answer is refused."""
    while len(declaring) < 3:
        sleep(0.02)
    ended(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (answered,) = cursor.fetchone()
    seen = len(declaring)
    while len(declaring) < seen + 4:
        sleep(0.02)
    mandate = mandate_of(cast.companies["restaurant"])
    late = early = 0
    for verdict in list(declaring):
        refused = NO_MANDATE in codes(verdict)
        if verdict.declaration.received_at > answered:
            late += 1
            assert refused
        elif mandate.ended_at and verdict.declaration.received_at < mandate.ended_at:
            early += 1
            assert not refused
    assert late >= 2
    assert early >= 3


@pytest.mark.django_db(transaction=True)
def test_of_two_that_ask_for_the_same_at_once_one_does(cast: Cast) -> None:
    made: list[str] = []
    start = threading.Barrier(2)

    def run(who: Capacity, other: Company, party: Party) -> None:
        start.wait()
        try:
            ask(who, other, party, Scope(Service.HIRING, today()))
            made.append(party)
        except MandateRefusedError:
            pass
        finally:
            connection.close()

    holder, giver = office(), employer(cast, "builder")
    assert holder.company is not None
    pairs = [
        (giver, holder.company, Party.GIVER),
        (holder, cast.companies["builder"], Party.HOLDER),
    ]
    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert Mandate.objects.filter(status="asked", steps__at__lte=Now()).count() == 1
