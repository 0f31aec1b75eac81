"""Money that names no debt: booked on the one that is found or sent back, once, and by two."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from benefits.payments.models import Posting
from benefits.payments.queries import balance
from benefits.recovery import allocating
from benefits.recovery.booking import receive, settle, take_answers
from benefits.recovery.models import Allocation, AllocationReview, Repayment, RepaymentMatch
from casework.demo.building import Cast
from casework.incoming.actions import RefusedError, allocate
from portal.access.models import AccessLine, Capacity, Purpose, User
from portal.exchange.actions import move_outbox
from portal.people.models import Person
from tests.casework.conftest import at_desk, beside, hilde, marie, sign_in, tom
from tests.payments.test_bank import SCHEMA
from tests.recovery.conftest import RIGHT, entry, notice, owing, paid_by, reference_of

__all__ = ["at_desk", "beside", "hilde", "marie", "sign_in", "tom"]
PAYER_ACCOUNT = "BE68539007547034"


@pytest.fixture(autouse=True)
def orders(settings: Any, tmp_path: Path) -> Path:
    """Where orders to the bank are kept."""
    settings.PAYMENTS_PATH = tmp_path
    return tmp_path


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, who owes 500 euros."""
    return owing(cast.persons["emma"], 50_000)


def came_in(amount: str = "120.35", bank: str = "B1", account: str = PAYER_ACCOUNT) -> Repayment:
    """Return money that names no debt."""
    receive(notice(entry(amount, "for the month", bank, paid_by("E. Janssens", account))))
    return Repayment.objects.get(bank_reference=bank)


def test_on_pages_the_debt_is_found_by_its_reference_and_booked(
    emma: Person, at_desk: Client
) -> None:
    money = came_in()
    listed = at_desk.get(reverse("repayments")).content.decode()
    assert "E. Janssens" in listed
    assert "for the month" in listed
    way = reverse("repayment_debt", args=[money.pk])
    found = at_desk.post(way, {"number": reference_of(emma)}).content.decode()
    assert "Emma Janssens" in found
    assert "€500.00" in found
    given = {"number": reference_of(emma), "scheme": RIGHT, "reason": "The name is theirs."}
    done = at_desk.post(way, given, follow=True).content.decode()
    assert "The money is booked on the debt." in done
    move_outbox()
    assert balance(emma, RIGHT).debt == 50_000 - 12_035
    assert money.pk not in Repayment.objects.unnamed().values_list("pk", flat=True)
    shown = at_desk.get(reverse("repayment", args=[money.pk])).content.decode()
    assert "The name is theirs." in shown
    assert "Done" in shown
    purposes = AccessLine.objects.filter(person=emma).values_list("purpose", "opened")
    assert {(Purpose.SEARCH, False), (Purpose.CASE, True)} <= set(purposes)


def test_found_by_the_national_number_what_is_more_is_surplus(
    emma: Person, at_desk: Client
) -> None:
    money = came_in("600.00")
    given = {"number": emma.inss, "scheme": RIGHT, "reason": "They called."}
    at_desk.post(reverse("repayment_debt", args=[money.pk]), given)
    move_outbox()
    account = balance(emma, RIGHT)
    assert (account.debt, account.owed) == (0, 10_000)


@pytest.mark.parametrize("number", ["", "123", "12345678901", "000000000000", "90011728436 x 1"])
def test_a_number_that_leads_to_nobody_is_said(emma: Person, at_desk: Client, number: str) -> None:
    page = at_desk.post(reverse("repayment_debt", args=[came_in().pk]), {"number": number})
    assert page.context["form"].errors["number"]
    assert not Allocation.objects.exists()


def test_who_owes_nothing_gets_nothing_booked(cast: Cast, at_desk: Client) -> None:
    sofia, money = cast.persons["sofia"], came_in()
    way = reverse("repayment_debt", args=[money.pk])
    assert "has nothing to pay back" in at_desk.post(way, {"number": sofia.inss}).content.decode()
    at_desk.post(way, {"number": sofia.inss, "scheme": RIGHT, "reason": "Perhaps."})
    assert not Allocation.objects.exists()


def test_it_goes_back_once_to_where_it_came_from(cast: Cast, at_desk: Client, orders: Path) -> None:
    money = came_in()
    way = reverse("repayment_back", args=[money.pk])
    done = at_desk.post(way, {"reason": "It is not for us."}, follow=True).content.decode()
    assert "goes back with the next order" in done
    assert at_desk.post(way, {"reason": "Again."}).status_code == 409
    move_outbox()
    settle(Allocation.objects.get())
    (path,) = orders.glob("*.xml")
    order = etree.parse(path)
    SCHEMA.assertValid(order)
    told = [each.text for each in order.iter("{*}IBAN", "{*}InstdAmt", "{*}Ustrd")]
    assert told[1:] == ["120.35", PAYER_ACCOUNT, "RETOUR for the month"]
    assert not Posting.objects.exists()


def test_what_was_sent_back_is_known_after_a_restore(marie: Capacity, orders: Path) -> None:
    with transaction.atomic():
        allocate(marie, came_in(), None, "It is not for us.")
        move_outbox()
        transaction.set_rollback(True)  # the database forgets, the folder does not
    assert len(list(orders.glob("*.xml"))) == 1
    money = came_in()
    assert RepaymentMatch.objects.get().repayment == money
    assert not Repayment.objects.unnamed().exists()


def refusal(order: Path, reason: str = "AC04") -> bytes:
    """Return the bank's answer that it rejects an order of one transfer."""
    return f"""<?xml version="1.0"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
        <GrpHdr><MsgId>A1</MsgId></GrpHdr><OrgnlPmtInfAndSts><TxInfAndSts>
        <OrgnlEndToEndId>{UUID(order.stem).hex}</OrgnlEndToEndId><TxSts>RJCT</TxSts>
        <StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>
        </TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>""".encode()


def test_what_the_bank_does_not_deliver_waits_again_once_and_goes_back_again(
    cast: Cast, at_desk: Client, orders: Path
) -> None:
    money = came_in()
    at_desk.post(reverse("repayment_back", args=[money.pk]), {"reason": "It is not for us."})
    move_outbox()
    (order,) = orders.glob("*.xml")
    taken = take_answers(refusal(order))
    assert (taken.new, taken.known, taken.strange) == (1, 0, [])
    again = take_answers(refusal(order, "MS03"))
    assert (again.new, again.known, again.strange) == (0, 1, [])
    waits = Repayment.objects.unnamed().get()
    assert (waits.sent_before, waits.cents, waits.payer_account) == (money, 12_035, PAYER_ACCOUNT)
    assert "It came back" in at_desk.get(reverse("repayments")).content.decode()
    assert "the account is closed" in at_desk.get(waits_at(waits)).content.decode()
    assert "It came back, and waits again" in at_desk.get(waits_at(money)).content.decode()
    at_desk.post(reverse("repayment_back", args=[waits.pk]), {"reason": "It is open again."})
    move_outbox()
    assert len(list(orders.glob("*.xml"))) == 2
    assert not Repayment.objects.unnamed().exists()
    assert not Posting.objects.exists()


def waits_at(money: Repayment) -> str:
    return reverse("repayment", args=[money.pk])


def test_what_came_back_and_was_sent_again_is_known_after_a_restore(
    marie: Capacity, orders: Path
) -> None:
    allocate(marie, came_in(), None, "It is not for us.")
    move_outbox()
    (order,) = orders.glob("*.xml")
    with transaction.atomic():
        take_answers(refusal(order))
        allocate(marie, Repayment.objects.unnamed().get(), None, "Once more.")
        move_outbox()
        transaction.set_rollback(True)
    assert take_answers(refusal(order)).new == 1
    assert not Repayment.objects.unnamed().exists()
    assert len(list(orders.glob("*.xml"))) == 2


def test_what_came_back_pays_a_debt_that_is_found(
    emma: Person, marie: Capacity, orders: Path
) -> None:
    allocate(marie, came_in(), None, "It is not for us.")
    move_outbox()
    (order,) = orders.glob("*.xml")
    take_answers(refusal(order))
    allocate(marie, Repayment.objects.unnamed().get(), (emma, RIGHT), "It was hers after all.")
    move_outbox()
    assert balance(emma, RIGHT).debt == 50_000 - 12_035


@pytest.mark.parametrize("account", ["", "BE68539007547035"])
def test_without_its_account_it_does_not_go_back(at_desk: Client, account: str) -> None:
    money = came_in(account=account)
    page = at_desk.get(reverse("repayment", args=[money.pk])).content.decode()
    assert "cannot be sent back from here" in page
    at_desk.post(reverse("repayment_back", args=[money.pk]), {"reason": "Back."})
    assert not Allocation.objects.exists()


def test_what_the_bank_took_back_pays_nothing(emma: Person, marie: Capacity) -> None:
    taken = entry("10.00", "", "B9").replace("CRDT</CdtDbtInd>", "DBIT</CdtDbtInd>", 1)
    receive(notice(taken.replace("<Sts>", "<RvslInd>true</RvslInd><Sts>", 1)))
    with pytest.raises(RefusedError):
        allocate(marie, Repayment.objects.get(cents=-1_000), (emma, RIGHT), "Theirs.")


def test_above_an_amount_another_must_approve(
    emma: Person, at_desk: Client, beside: Client
) -> None:
    money = came_in("1000.01")
    given = {"number": emma.inss, "scheme": RIGHT, "reason": "They called."}
    said = at_desk.post(reverse("repayment_debt", args=[money.pk]), given, follow=True)
    assert "a second caseworker must approve" in said.content.decode()
    move_outbox()
    assert balance(emma, RIGHT).debt == 50_000
    step = reverse("repayment_review", args=[Allocation.objects.get().reference])
    assert at_desk.post(step, {"verdict": "approve"}).status_code == 409
    assert step in beside.get(reverse("repayments")).content.decode()
    assert "Say why" in beside.post(step, {"verdict": "refuse"}).content.decode()
    beside.post(step, {"verdict": "refuse", "reason": "It is her mother's."})
    assert Repayment.objects.unnamed().get() == money
    at_desk.post(reverse("repayment_debt", args=[money.pk]), given)
    again = Allocation.objects.latest("pk")
    beside.post(reverse("repayment_review", args=[again.reference]), {"verdict": "approve"})
    move_outbox()
    assert balance(emma, RIGHT).debt == 0
    assert RepaymentMatch.objects.get().allocation == again


def test_the_database_refuses_a_review_by_who_decided(
    emma: Person, marie: Capacity, tom: Capacity
) -> None:
    said = allocate(marie, came_in("1000.01"), (emma, RIGHT), "They called.")
    with pytest.raises(IntegrityError, match="does not review"), transaction.atomic():
        AllocationReview.objects.create(allocation=said, approved=True, reviewed_by=marie.user)
    with pytest.raises(IntegrityError, match="lives with"), transaction.atomic():
        AllocationReview.objects.create(allocation=said, approved=True, reviewed_by=emma.account)
    allocating.review(said, tom.user, approved=True)


def test_another_office_finds_none_of_it(emma: Person, hilde: Capacity, marie: Capacity) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=hilde.user_id))
    money = came_in()
    assert client.get(reverse("repayments")).status_code == 404
    assert client.get(reverse("repayment", args=[money.pk])).status_code == 404
    with pytest.raises(RefusedError):
        allocate(hilde, money, (emma, RIGHT), "Theirs.")


def test_the_list_asks_the_database_as_often_for_many(emma: Person, at_desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            at_desk.get(reverse("repayments"))
        return len(counted)

    came_in(bank="B0")
    queries()
    one = queries()
    for number in range(1, 6):
        receive(notice(entry("1.00", "x", f"B{number}"), number=f"N{number}"))
    assert queries() == one
