"""Vacancies and training that fit: found by rule with reasons, suggested, answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import Cast
from casework.plans.actions import open_file_of
from casework.plans.models import SupportFile
from casework.referrals.actions import ReferralRefusedError, refer
from casework.referrals.matching import Known, matches_for, reasons_for
from casework.referrals.models import Offer, Partner, Suggestion, SuggestionAnswer
from casework.referrals.offering import offer_places
from casework.referrals.statuses import PartnerKind
from casework.referrals.suggesting import answer_suggestion, suggest
from portal.access.models import Capacity
from portal.exchange.actions import move_outbox
from tests.casework.conftest import SignIn

Assert = Callable[..., Any]
KNOWN = Known("wallonia", "nl", frozenset({"124"}))
TODAY = timezone.localdate()
GIVEN = {
    "title": "Bricklayer",
    "purpose": "vacancy",
    "since": TODAY,
    "until": TODAY + timedelta(days=60),
    "places": 2,
}


@pytest.fixture
def alice(cast: Cast) -> Capacity:
    """Alice, of a partner."""
    centre = cast.institutions["welfare-centre"]
    Partner.objects.create(institution=centre, kind=PartnerKind.MUNICIPALITY)
    return Capacity.objects.get(user__person=cast.persons["alice"], institution=centre)


@pytest.fixture
def file(cast: Cast, marie: Capacity) -> SupportFile:
    """Emma's support, with Marie as counsellor."""
    return open_file_of(cast.persons["emma"], marie)


@pytest.fixture
def offer(alice: Capacity) -> Offer:
    """A vacancy in the region where Emma lives, in her language."""
    return offer_places(alice, **GIVEN, region="wallonia", language="nl")


@pytest.fixture
def made(file: SupportFile, offer: Offer, marie: Capacity) -> Suggestion:
    """The vacancy, suggested to Emma."""
    return suggest(file, marie, offer, "It is near the station.")


def url(name: str, of: SupportFile | Suggestion) -> str:
    return reverse(name, args=[of.reference])


@pytest.mark.parametrize(
    ("asks", "reasons"),
    [
        ({}, []),
        ({"region": "wallonia"}, ["region"]),
        ({"region": "wallonia", "language": "nl"}, ["region", "language"]),
        ({"joint_committee": "124"}, ["joint_committee"]),
        ({"joint_committee": "200", "region": "wallonia"}, ["region"]),
        ({"region": "flanders", "language": "nl"}, []),
        ({"region": "wallonia", "language": "fr", "joint_committee": "124"}, []),
    ],
)
def test_the_rule_says_why_an_offer_fits(asks: dict[str, str], reasons: list[str]) -> None:
    assert reasons_for(Offer(**asks), KNOWN) == reasons


def test_who_has_no_address_fits_no_region() -> None:
    assert reasons_for(Offer(region="wallonia"), replace(KNOWN, region=None)) == []


def test_the_best_come_first_and_full_or_suggested_ones_not_at_all(
    file: SupportFile, offer: Offer, alice: Capacity, marie: Capacity
) -> None:
    less = offer_places(alice, **{**GIVEN, "title": "Painter"}, region="wallonia")
    full = offer_places(alice, **{**GIVEN, "places": 1}, region="wallonia")
    refer(file, marie, full, "Please.")
    assert [match.offer for match in matches_for(file)] == [offer, less]
    suggest(file, marie, offer, "")
    assert [match.offer for match in matches_for(file)] == [less]


def test_a_partner_says_for_whom_an_offer_is(alice: Capacity, sign_in: SignIn) -> None:
    sent = {**GIVEN, "region": "wallonia", "joint_committee": "124", "language": "nl"}
    browser = sign_in("alice@welfare.example")
    browser.post(reverse("referral_offer"), sent)
    offer = Offer.objects.get()
    assert (offer.region, offer.joint_committee, offer.language) == ("wallonia", "124", "nl")
    wrong = browser.post(reverse("referral_offer"), {**sent, "joint_committee": "12"})
    assert "joint_committee" in wrong.context["form"].errors


def test_it_is_suggested_with_reasons_and_wanted(
    at_desk: Client, file: SupportFile, offer: Offer, marie: Capacity, sign_in: SignIn
) -> None:
    page = at_desk.get(url("support_suggest", file)).content.decode()
    assert "It is in the region where you live. It is in your language." in page
    sent = {"offer": str(offer.reference), "words": "It is near the station."}
    at_desk.post(url("support_suggest", file), sent)
    made = Suggestion.objects.get()
    emma = sign_in("emma@family.example")
    assert url("suggestion", made) in emma.get(reverse("plan")).content.decode()
    shown = emma.get(url("suggestion", made)).content.decode()
    assert "It is near the station." in shown
    assert "It is in your language." in shown
    emma.post(url("suggestion", made), {"wanted": "yes"})
    assert SuggestionAnswer.objects.get().wanted
    assert "wanted" in at_desk.get(url("support_file", file)).content.decode()
    refer(file, marie, offer, "She wants it.")
    assert "waits for the partner" in at_desk.get(url("support_file", file)).content.decode()


def test_the_person_is_told_by_a_mail_without_content(made: Suggestion) -> None:
    move_outbox()
    (sent,) = mail.outbox
    assert reverse("plan") in sent.body
    for word in (made.offer.title, made.words, made.offer.partner.institution.name):
        assert word not in f"{sent.subject} {sent.body}"


def test_who_answered_already_is_told_nothing(made: Suggestion) -> None:
    answer_suggestion(made, made.file.person.account, wanted=True, why="")
    move_outbox()
    assert mail.outbox == []


def test_who_does_not_want_it_says_why(
    at_desk: Client, file: SupportFile, made: Suggestion, sign_in: SignIn
) -> None:
    emma = sign_in("emma@family.example")
    silent = emma.post(url("suggestion", made), {"wanted": "no"})
    assert "why" in silent.context["form"].errors
    emma.post(url("suggestion", made), {"wanted": "no", "why": "No bus goes there."})
    assert "No bus goes there." in at_desk.get(url("support_file", file)).content.decode()


def test_it_is_answered_once_and_never_edited(made: Suggestion) -> None:
    user = made.file.person.account
    answer_suggestion(made, user, wanted=True, why="")
    with pytest.raises(ReferralRefusedError):
        answer_suggestion(made, user, wanted=False, why="No.")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        SuggestionAnswer.objects.update(wanted=False, why="No.")


def test_only_the_counsellor_suggests_and_only_the_person_answers(
    beside: Client,
    file: SupportFile,
    made: Suggestion,
    offer: Offer,
    tom: Capacity,
    sign_in: SignIn,
) -> None:
    with pytest.raises(ReferralRefusedError):
        suggest(file, tom, offer, "")
    assert beside.get(url("support_suggest", file)).status_code == 409
    assert sign_in("sofia@student.example").get(url("suggestion", made)).status_code == 404
    assert beside.get(url("suggestion", made)).status_code == 403


def test_what_does_not_fit_is_not_suggested(
    file: SupportFile, alice: Capacity, marie: Capacity
) -> None:
    far = offer_places(alice, **GIVEN, region="flanders")
    with pytest.raises(ReferralRefusedError):
        suggest(file, marie, far, "")


def test_the_pages_ask_as_often_however_many_offers(
    at_desk: Client,
    file: SupportFile,
    alice: Capacity,
    marie: Capacity,
    django_assert_max_num_queries: Assert,
) -> None:
    for number in range(12):
        made = offer_places(alice, **{**GIVEN, "title": f"Work {number}"}, region="wallonia")
        if number % 2:
            suggest(file, marie, made, "")
    with django_assert_max_num_queries(22):
        at_desk.get(url("support_suggest", file))
    with django_assert_max_num_queries(32):
        at_desk.get(url("support_file", file))
