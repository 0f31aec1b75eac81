"""A supplier sends the customers of a quarter, and learns who has the tariff, and no more."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import transaction
from django.utils import timezone

from benefits.customers import actions, reading
from benefits.customers.actions import answer, take
from benefits.customers.models import CustomerPiece
from benefits.decisions.models import Decision
from benefits.granting.actions import wish
from benefits.granting.models import Way
from casework.demo.building import Cast
from declarations.wages.quarters import first_day, last_day, quarter_of
from portal.access.models import AccessLine, Capacity, Purpose
from portal.directory.models import Authorisation, Registration
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from portal.exchange.network.models import Exchange
from portal.people.models import Household, HouseholdMember, Person
from tests.customers.conftest import GEORGES, SOFIA, answers, sent, written
from tests.granting.test_granting import months_ago, report

EMMA = "E-1;;Janssens;Emma;1990-01-17;rue des tilleuls;12;5000"


def test_each_line_says_whether_it_applies_from_when_and_until_when(
    cast: Cast, lumen: Capacity
) -> None:
    move_outbox()
    standing = Decision.objects.standing(cast.persons["georges"], "social_energy_tariff")
    assert standing
    assert standing.starts
    first, second = answers(sent(lumen, GEORGES, SOFIA))
    until = standing.ends.isoformat() if standing.ends else ""
    days = [standing.starts.isoformat(), until]
    assert first == ["3", "G-1", "DATA", "", "yes", *days, "customer"]
    assert second == ["4", "S-1", "DATA", "", "no"]


def test_who_has_it_through_the_household_is_told_so_without_a_name(
    cast: Cast, lumen: Capacity
) -> None:
    """The bill is in Emma's name, and Sofia, who lives with her, has the status."""
    home = Household.objects.get(members__person=cast.persons["emma"])
    HouseholdMember.objects.filter(person=cast.persons["sofia"]).update(household=home)
    report(cast, months_ago(4))
    move_outbox()
    (line,) = answers(sent(lumen, EMMA))
    assert line[4] == "yes"
    assert line[-1] == "household"
    assert "Sofia" not in str(line)


def test_a_customer_is_found_by_name_and_address_however_they_are_written(
    cast: Cast, lumen: Capacity
) -> None:
    lines = answers(
        sent(
            lumen,
            EMMA,
            "E-2;;JANSSENS;Émma;;Rue-des-Tilleuls;12;5000",
            "E-3;;Janssens;Emma;1990-01-18;Rue des Tilleuls;12;5000",
            "E-4;;Janssens;Emma;;Rue des Tilleuls;13;5000",
            "E-5;;Janssens;Sofia;;Rue des Tilleuls;12;5000",
        )
    )
    assert [line[2] for line in lines] == ["DATA", "DATA", "ID-003", "ID-003", "ID-003"]


def test_of_two_of_one_name_at_one_address_nobody_is_told(cast: Cast, lumen: Capacity) -> None:
    home = Household.objects.get(members__person=cast.persons["emma"])
    other = Person.objects.create(
        first_name="Emma", last_name="Janssens", birth_date=date(1960, 2, 3)
    )
    HouseholdMember.objects.create(
        household=home, person=other, role="other", since=date(2020, 1, 1)
    )
    unsure = "E-1;;Janssens;Emma;;Rue des Tilleuls;12;5000"
    lines = answers(sent(lumen, unsure, EMMA))
    assert [line[2] for line in lines] == ["ID-003", "DATA"]


def test_a_number_wants_the_name_and_birth_date_of_whose_it_is(cast: Cast, lumen: Capacity) -> None:
    lines = answers(
        sent(
            lumen,
            "A;56083007761;Willems;Georges;1956-08-31;;;",
            "B;56083007761;Lambert;Sofia;2005-02-11;;;",
            "C;56083007762;Willems;Georges;1956-08-30;;;",
        )
    )
    assert [line[2] for line in lines] == ["ID-001", "ID-001", "CTRL-002"]


def test_each_line_is_logged_and_who_is_found_reads_it(cast: Cast, lumen: Capacity) -> None:
    file = sent(lumen, SOFIA, "N-1;;Nobody;Anna;;Studentenlaan;4;3000")
    kept = Exchange.objects.filter(legal_context="CUSTOMER-FILE").order_by("position")
    assert [(each.case_reference, each.code) for each in kept] == [
        ("S-1", "DATA"),
        ("N-1", "ID-003"),
    ]
    assert {each.customer_ticket for each in kept} == {f"{file.message.ticket}/1"}
    assert [each.blocks for each in kept] == [["social_tariff"], []]
    line = AccessLine.objects.get(person=cast.persons["sofia"], purpose=Purpose.CONSULTATION)
    assert line.case == kept[0].ticket
    assert line.ground == "Act of 29 April 1999, article 20, demo deliberation 2026/08"


def test_a_new_customer_is_entered_for_the_quarter_and_reads_it(
    cast: Cast, lumen: Capacity
) -> None:
    sent(lumen, EMMA)
    this = quarter_of(timezone.localdate())
    file = Registration.objects.get(person=cast.persons["emma"], quality="70/0")
    assert (file.since, file.until) == (first_day(this), last_day(this))
    assert AccessLine.objects.filter(
        person=cast.persons["emma"], purpose=Purpose.REGISTRATION
    ).exists()


def test_a_file_that_stands_goes_on_and_is_not_entered_again(cast: Cast, lumen: Capacity) -> None:
    this = quarter_of(timezone.localdate())
    before = first_day(this) - timedelta(days=1)
    own = Registration.objects.filter(person=cast.persons["sofia"], quality="70/0")
    own.update(until=before)
    sent(lumen, SOFIA, GEORGES)
    assert own.get().until == last_day(this)
    of_georges = Registration.objects.get(person=cast.persons["georges"], quality="70/0")
    assert of_georges.until is None
    assert not AccessLine.objects.filter(purpose=Purpose.REGISTRATION).exists()


def test_who_wants_no_tariff_is_not_a_customer_with_it(cast: Cast, lumen: Capacity) -> None:
    wish(cast.persons["sofia"], "social_energy_tariff", Way.LEAVE)
    report(cast, months_ago(4))
    move_outbox()
    (line,) = answers(sent(lumen, SOFIA))
    assert line == ["3", "S-1", "DATA", "", "no"]


def test_the_same_file_is_answered_once_by_whatever_channel(cast: Cast, lumen: Capacity) -> None:
    file = sent(lumen, GEORGES, SOFIA)
    lines, logged = answers(file), Exchange.objects.count()
    petra = Capacity.objects.get(user__email="petra@supplier.example")
    again, new = take(petra, Channel.FILE, BytesIO(written(GEORGES, SOFIA)))
    move_outbox()
    answer(list(CustomerPiece.objects.values_list("pk", flat=True)))
    assert (again.pk, new) == (file.pk, False)
    assert answers(again) == lines
    assert Exchange.objects.count() == logged


def test_names_and_addresses_are_gone_once_they_are_answered(cast: Cast, lumen: Capacity) -> None:
    file = sent(lumen, SOFIA)
    assert file.pieces.get().content is None
    assert bytes(file.message.body) == b""


def test_a_piece_that_was_killed_is_answered_as_a_whole_later(
    cast: Cast, lumen: Capacity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done when a worker dies is undone by the database; the delivery stays."""
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    file, _new = take(lumen, Channel.API, BytesIO(written(GEORGES, SOFIA)))
    first, second = file.pieces.order_by("number")

    class KilledError(Exception):
        pass

    def dying(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_keep", dying)
        with pytest.raises(KilledError), transaction.atomic():
            answer([first.pk])
    assert not Exchange.objects.filter(legal_context="CUSTOMER-FILE").exists()
    answer([second.pk])
    move_outbox()
    assert [line[1] for line in answers(file)] == ["G-1", "S-1"]
    assert Exchange.objects.filter(legal_context="CUSTOMER-FILE").count() == 2


def test_a_supplier_whose_authorisation_ended_meanwhile_is_told_nothing(
    cast: Cast, lumen: Capacity
) -> None:
    take(lumen, Channel.API, BytesIO(written(GEORGES)))
    profile = Authorisation.objects.get(institution=lumen.institution, service="support")
    profile.ended_at = timezone.now()
    profile.save()
    move_outbox()
    piece = CustomerPiece.objects.get()
    assert answers(piece.file) == [["3", "G-1", "CTRL-003", ""]]
