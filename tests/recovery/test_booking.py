"""What people send back is booked once on the debt that it names, to the cent."""

import pytest

from benefits.payments.models import Posting, PostingKind
from benefits.payments.queries import balance
from benefits.recovery.booking import receive
from benefits.recovery.models import Repayment, RepaymentMatch
from benefits.recovery.queries import debt_of
from benefits.recovery.references import debt_named
from casework.demo.building import Cast
from declarations.wages.statements.camt import StatementError
from portal.people.models import Person
from tests.recovery.conftest import AUGUST, RIGHT, entry, notice, owing, reference_of, run


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, who owes 500 euros."""
    return owing(cast.persons["emma"], 50_000)


def booked(person: Person) -> dict[str, int]:
    kinds = (PostingKind.REPAID, PostingKind.SURPLUS)
    of = Posting.objects.filter(person=person, kind__in=kinds)
    return {kind: sum(of.filter(kind=kind).values_list("cents", flat=True)) for kind in kinds}


def test_a_debt_has_one_reference_for_ever(emma: Person) -> None:
    first = reference_of(emma)
    owing(emma, 10_000)
    assert reference_of(emma) == first
    digits = "".join(each for each in first if each.isdigit())
    debt = debt_of(emma, RIGHT)
    assert debt
    assert debt_named(digits) == debt.name
    assert debt_named(digits[:-1] + str((int(digits[-1]) + 1) % 10)) is None


def test_a_part_paid_back_is_off_the_debt(emma: Person) -> None:
    got = receive(notice(entry("120.35", reference_of(emma), "B1")))
    assert (got.new, got.known, got.matched) == (1, 0, 1)
    assert balance(emma, RIGHT).debt == 50_000 - 12_035
    assert booked(emma) == {"repaid": 12_035, "surplus": 0}


def test_told_again_it_is_booked_once(emma: Person) -> None:
    line = entry("120.35", reference_of(emma), "B1")
    for number in ("N1", "N1", "N2"):  # the same notice, and a statement that tells it again
        receive(notice(line, number=number))
    assert balance(emma, RIGHT).debt == 50_000 - 12_035
    assert Repayment.objects.count() == 1


def test_what_is_more_than_the_debt_is_paid_to_the_person_again(indebted: Person) -> None:
    before = balance(indebted, RIGHT)
    euros, cents = divmod(before.debt + 5_001, 100)
    receive(notice(entry(f"{euros}.{cents:02}", reference_of(indebted), "B1")))
    after = balance(indebted, RIGHT)
    assert (after.debt, after.owed - before.owed) == (0, 5_001)
    run(AUGUST)
    last = balance(indebted, RIGHT)
    assert (last.debt, last.owed) == (0, 0)
    assert last.due == last.withheld + last.ordered


@pytest.mark.parametrize(
    "said", ["for the month", "+++000/0000/00000+++", "+++123/4567/89012+++", ""]
)
def test_what_names_no_debt_waits(emma: Person, said: str) -> None:
    got = receive(notice(entry("10.00", said, "B1")))
    assert (got.new, got.matched) == (1, 0)
    assert Repayment.objects.unmatched().count() == 1
    assert balance(emma, RIGHT).debt == 50_000


def test_a_payment_of_ours_that_comes_back_is_no_repayment(emma: Person) -> None:
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    assert receive(notice(entry("10.00", reference_of(emma), "B1", back))).new == 0
    assert not Repayment.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<Document/>",
        notice(entry("10.00", "", "B1"), account="BE68539007547034"),
        notice(entry("1e5", "", "B1")),
        notice(entry("-10.00", "", "B1")),
        notice(entry("10.00", "", "B1"), entry("99999999999999.00", "", "B2")),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + notice(entry("10.00", "", "B1")),
    ],
)
def test_of_a_file_that_cannot_be_read_nothing_is_kept(emma: Person, data: bytes) -> None:
    with pytest.raises(StatementError):
        receive(data)
    assert not Repayment.objects.exists()
    assert not RepaymentMatch.objects.exists()
