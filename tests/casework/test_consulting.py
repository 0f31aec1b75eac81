"""An institution is asked for a case: by the control of the network, on a ground that is told."""

from typing import Any, get_args
from uuid import uuid4

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from casework.cases.models import Case
from casework.consulting.models import CaseConsultation
from casework.consulting.presenting import LABELS
from casework.consulting.queries import SERVICES, askable
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from portal.access.models import AccessLine, Capacity, Purpose
from portal.directory.models import Authorisation, Registration
from portal.exchange.network.blocks import blocks_of
from portal.exchange.network.models import Exchange
from portal.exchange.problems import Reply
from tests.casework.conftest import SignIn


def address(case: Case) -> str:
    return reverse("case_consult", args=[case.reference])


def wanted(capacity: Capacity, block: str) -> str:
    return next(each.key for each in askable(capacity) if each.block.name == block)


def asking(capacity: Capacity, block: str = "employment", **other: Any) -> dict[str, Any]:
    return {
        "wanted": wanted(capacity, block),
        "since": "2025-11-01",
        "until": "2026-10-31",
        "why": "To count the days of work.",
        "ticket": str(uuid4()),
    } | other


def test_the_form_offers_what_a_profile_gives_with_its_ground(
    at_desk: Client, case: Case, marie: Capacity
) -> None:
    page = at_desk.get(address(case)).content.decode()
    assert "Periods of employment" in page
    assert "Royal decree of 25 November 1991, article 30" in page
    assert {each.block.name for each in askable(marie)} == {
        "identity",
        "address",
        "employment",
        "wages",
    }
    Authorisation.objects.filter(institution=case.office).update(ended_at=Now())
    assert "No profile lets your office ask" in at_desk.get(address(case)).content.decode()


@pytest.mark.parametrize(
    ("block", "words"), [("employment", "Bouwens Bouw"), ("address", "Rue des Tilleuls")]
)
def test_question_and_answer_stand_in_the_case(
    at_desk: Client, case: Case, marie: Capacity, block: str, words: str
) -> None:
    page = at_desk.post(address(case), asking(marie, block), follow=True).content.decode()
    kept = CaseConsultation.objects.get()
    assert (kept.code, kept.block, kept.asked_by) == ("DATA", block, marie.user)
    assert words in str(kept.content)
    assert words in page
    assert "To count the days of work." in page
    assert str(kept.ticket) in page
    assert "Asked through the network" in page  # the timeline


def test_every_field_of_what_can_be_asked_has_a_label() -> None:
    fields = {
        name
        for service in SERVICES
        for block in blocks_of(service)
        for shape in {block.shape, *get_args(block.shape)}
        if isinstance(shape, type) and issubclass(shape, Reply)
        for name in shape.model_fields
    }
    assert {"pay", "postal_code", "right"} <= fields
    assert fields <= set(LABELS)


def test_the_exchange_is_logged_and_the_person_reads_who_looked(
    at_desk: Client, case: Case, marie: Capacity, sign_in: SignIn
) -> None:
    at_desk.post(address(case), asking(marie))
    kept = CaseConsultation.objects.get()
    exchange = Exchange.objects.get(ticket=kept.ticket)
    assert (exchange.capacity, exchange.person) == (marie, case.person)
    assert exchange.case_reference == str(case.reference)
    line = AccessLine.objects.get(person=case.person, purpose=Purpose.CONSULTATION)
    assert (line.capacity, line.ground) == (marie, kept.ground)
    looked = sign_in("emma@family.example").get(reverse("looked")).content.decode()
    assert "article 30" in looked


def test_a_question_that_the_control_stops_is_kept_without_data(
    at_desk: Client, case: Case, marie: Capacity
) -> None:
    asked = asking(marie)
    Registration.objects.filter(person=case.person, institution=case.office).update(ended_at=Now())
    page = at_desk.post(address(case), asked, follow=True).content.decode()
    kept = CaseConsultation.objects.get()
    assert (kept.code, kept.content) == ("CTRL-004", None)
    assert "no file of this person" in page


def test_a_question_sent_twice_is_asked_once(at_desk: Client, case: Case, marie: Capacity) -> None:
    sent = asking(marie)
    at_desk.post(address(case), sent)
    again = at_desk.post(address(case), sent, follow=True)
    assert b"You asked this already." in again.content
    assert CaseConsultation.objects.count() == 1
    assert Exchange.objects.filter(capacity=marie).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"why": " "}, "why"),
        ({"wanted": "1:rights"}, "wanted"),
        ({"since": "1980-01-01"}, "since"),
        ({"until": "2099-01-01"}, "until"),
        ({"since": "2026-10-01", "until": "2026-09-01"}, "until"),
        ({"ticket": "x"}, "ticket"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(
    at_desk: Client, case: Case, marie: Capacity, wrong: dict[str, str], field: str
) -> None:
    page = at_desk.post(address(case), asking(marie, **wrong))
    assert field in page.context["form"].errors
    assert not CaseConsultation.objects.exists()


def test_only_who_holds_the_case_asks(
    beside: Client, case: Case, marie: Capacity, sign_in: SignIn, hilde: Capacity
) -> None:
    assert beside.post(address(case), asking(marie)).status_code == 409
    assert sign_in("hilde@fund.example").get(address(case)).status_code == 404
    assert not CaseConsultation.objects.exists()


def test_wages_are_told_to_a_caseworker_too(
    cast: Cast, at_desk: Client, case: Case, marie: Capacity
) -> None:
    declare_wages(cast)
    page = at_desk.post(address(case), asking(marie, "wages"), follow=True).content.decode()
    kept = CaseConsultation.objects.get()
    assert kept.code == "DATA"
    assert (kept.content or [{}])[0]["pay"] > 0
    assert "Gross pay" in page
    assert "Wages declared: " in page  # the timeline
