"""What a person sees of payments, and the nightly run."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from benefits.payments.models import PayAccount, Payment, RunPiece, Sent
from benefits.payments.running import begin, pay
from benefits.payments.sending import send
from benefits.payments.tasks import help_with, hold
from casework.demo.building import Cast
from portal.people.models import Person
from tests.payments.conftest import IBAN, jobless

JULY = date(2026, 7, 1)


@pytest.fixture
def paid(emma: Person) -> Payment:
    """Return a payment to Emma that was sent."""
    jobless(emma)
    run = pay(JULY, date(2026, 8, 4))
    send(run)
    return run.payments.get()


def page(person: Person, name: str, *args: object) -> str:
    client = Client()
    client.force_login(person.account)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_payment_stands_on_the_personal_page(paid: Payment, emma: Person) -> None:
    html = page(emma, "me")
    assert "€1,395.85" in html
    assert "July 2026" in html


def test_the_list_says_where_the_money_went(paid: Payment, emma: Person) -> None:
    html = page(emma, "payments")
    assert "BE68 5390 0754 7034" in html
    assert "on its way" in html


def test_a_payment_shows_how_its_amount_came_about(paid: Payment, emma: Person) -> None:
    html = page(emma, "payment", paid.reference)
    assert "€1,552.50" in html
    assert "tax withheld" in html
    assert "€156.65" in html


@pytest.mark.parametrize("who", ["lucas", "colette", "marie"])
def test_a_payment_is_closed_to_others(paid: Payment, cast: Cast, who: str) -> None:
    client = Client()
    client.force_login(cast.persons[who].account)
    answer = client.get(reverse("payment", args=[paid.reference]))
    assert answer.status_code in (302, 403, 404)
    assert client.get(reverse("payment", args=[uuid4()])).status_code == answer.status_code


def test_a_debt_is_told_in_words(paid: Payment, emma: Person) -> None:
    last = emma.decisions.latest("pk")
    jobless(emma, monthly_pay=200000, replaces=last)
    pay(JULY, date(2026, 8, 5))
    assert "was paid too much" in page(emma, "payments")


def test_an_account_is_changed_and_kept(emma: Person) -> None:
    client = Client()
    client.force_login(emma.account)
    address = reverse("pay_account")
    assert client.post(address, {"iban": "BE71 0961 2345 6769"}).status_code == 302
    told = list(
        PayAccount.objects.filter(person=emma).order_by("pk").values_list("iban", flat=True)
    )
    assert told == [IBAN, "BE71096123456769"]
    assert "not valid" in client.post(address, {"iban": "BE71 0961 2345 6768"}).content.decode()


def test_the_list_costs_few_queries(
    paid: Payment, emma: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(emma.account)
    client.get(reverse("payments"))
    with django_assert_max_num_queries(14):
        client.get(reverse("payments"))


def test_a_night_without_anything_to_pay_sends_nothing(emma: Person) -> None:
    assert hold(JULY) is None
    assert not RunPiece.objects.exists(), "nobody goes on with it"
    assert not Sent.objects.exists()


def test_a_night_goes_on_with_what_nobody_finished(emma: Person) -> None:
    """The bell of each minute finds a run with pieces, and who is called sends it."""
    jobless(emma)
    begun = begin(JULY, date(2026, 8, 4))
    help_with(begun.pk)
    assert Sent.objects.get().run == begun
    assert not RunPiece.objects.exists()
    help_with(begun.pk)
    assert Sent.objects.count() == 1


def test_the_command_pays_sends_and_takes_the_answers(
    emma: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    jobless(emma)
    call_command("pay_benefits", "2026-07", "--double", "0")
    said = capsys.readouterr().out
    assert "1 payments, 139585 cents" in said
    assert "1 new" in said
    assert Sent.objects.count() == 1
    call_command("pay_benefits", "2026-07")
    assert "Nothing is owed." in capsys.readouterr().out


def test_the_command_wants_a_month(db: None) -> None:
    with pytest.raises(CommandError, match="no month"):
        call_command("pay_benefits", "July")
