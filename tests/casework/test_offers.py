"""What is offered is entered, changed and ended on pages, with its history, by whose it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import Cast
from casework.plans.models import SupportFile
from casework.referrals.actions import ReferralRefusedError, refer
from casework.referrals.models import Offer, OfferMove, Partner
from casework.referrals.offering import (
    PlacesGivenError,
    change_offer,
    end_offer,
    last_step,
    offer_places,
)
from portal.access.models import Capacity, CapacityKind
from tests.casework.conftest import SignIn
from tests.casework.test_referrals import GIVEN, alice, course, file, partner, someone, words

__all__ = ["alice", "course", "file", "partner"]


@pytest.fixture
def hugo(alice: Capacity) -> Capacity:
    """Hugo, who leads the unemployment office; the welfare centre is a partner."""
    return Capacity.objects.get(kind=CapacityKind.SUPERVISOR)


@pytest.fixture
def above(hugo: Capacity, sign_in: SignIn) -> Client:
    """Hugo's browser."""
    return sign_in("hugo@unemployment.example")


def change(offer: Offer) -> str:
    return reverse("offer_change", args=[offer.reference])


def end(offer: Offer) -> str:
    return reverse("offer_end", args=[offer.reference])


def test_a_partner_changes_and_ends_what_it_offers(course: Offer, partner: Client) -> None:
    page = words(partner.get(change(course)))
    assert "0 of 2 places are taken." in page
    assert "What is it for?" not in page  # people were referred for its purpose
    said = {**GIVEN, "title": "Dutch at work", "places": 5}
    page = words(partner.post(change(course), said, follow=True))
    assert "Dutch at work" in page
    assert "0 of 5" in page
    assert "End “Dutch at work”?" in words(partner.get(end(course)))
    page = words(partner.post(end(course), follow=True))
    assert "nobody is referred to it any more" in page
    assert list(course.moves.order_by("pk").values_list("verb", "said__places")) == [
        ("offer", "2"),
        ("change", "5"),
        ("end", "5"),
    ]
    page = words(partner.get(change(course)))
    assert "This offer is ended" in page
    assert "Changed : " in page
    assert "Change the offer" not in page
    assert "was ended before" in words(partner.post(end(course), follow=True))
    assert "was ended before" in words(partner.post(change(course), said, follow=True))


def test_a_supervisor_enters_what_a_partner_offers(
    alice: Capacity, above: Client, partner: Client
) -> None:
    assert "entered no offer yet" in words(above.get(reverse("office_offers")))
    missing = words(above.post(reverse("referral_offer"), GIVEN))
    assert "Choose the partner." in missing
    centre = Partner.objects.get()
    page = words(
        above.post(reverse("referral_offer"), {**GIVEN, "partner": centre.pk}, follow=True)
    )
    assert "Dutch for the shop floor Public centre for social welfare of Leuven" in page
    offer = Offer.objects.get()
    assert offer.partner == centre
    assert "entered by Unemployment office" in words(partner.get(reverse("referrals")))
    above.post(change(offer), {**GIVEN, "title": "Dutch"})
    partner.post(change(offer), {**GIVEN, "title": "Dutch, evenings"})
    page = words(above.get(change(offer)))
    assert "Hugo Martens, Unemployment office" in page
    assert "Changed : " in page
    assert "Public centre for social welfare of Leuven Dutch, evenings" in page
    assert "Alice" not in page


def test_of_two_who_change_an_offer_one_does_and_the_other_sees_how(
    course: Offer, partner: Client
) -> None:
    shown = {"shown": last_step(course)}
    evening = {**GIVEN, **shown, "title": "In the evening"}
    partner.post(change(course), evening)
    morning = {**GIVEN, **shown, "title": "In the morning"}
    page = partner.post(change(course), morning).content.decode()
    assert "The offer was changed while you wrote" in page
    assert "In the evening, 2 places" in page
    assert 'value="In the morning"' in page  # what was written is not lost
    course.refresh_from_db()
    assert course.title == "In the evening"
    assert f'name="shown" value="{last_step(course)}"' in page
    partner.post(change(course), {**morning, "shown": last_step(course)})
    course.refresh_from_db()
    assert course.title == "In the morning"


def test_a_supervisor_changes_nothing_that_others_entered(course: Offer, above: Client) -> None:
    assert above.get(change(course)).status_code == 404
    assert above.post(end(course)).status_code == 404
    assert not Offer.objects.get().ended_at


def test_no_offer_has_fewer_places_than_are_given(
    course: Offer, alice: Capacity, marie: Capacity, partner: Client
) -> None:
    for number in range(2):
        refer(someone(number, marie), marie, course, "Please.")
    with pytest.raises(PlacesGivenError):
        change_offer(course, alice, places=1)
    page = words(partner.post(change(course), {**GIVEN, "places": 1}))
    assert "2 places are given already" in page
    change_offer(course, alice, places=3)
    assert refer(someone(2, marie), marie, course, "Please.").place == 3


def test_nobody_is_referred_to_what_is_ended(
    course: Offer, alice: Capacity, marie: Capacity, file: SupportFile
) -> None:
    stays = refer(file, marie, course, "Please.")
    end_offer(course, alice)
    with pytest.raises(ReferralRefusedError):
        refer(someone(1, marie), marie, course, "Please.")
    assert course not in Offer.objects.with_room(timezone.localdate())
    stays.refresh_from_db()
    assert stays.status == "waiting"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE casework_offer SET title = 'mine' WHERE id = %s",
        "UPDATE casework_offer SET office_id = acting_institution() WHERE id = %s",
        "UPDATE casework_offermove SET verb = 'end' WHERE offer_id = %s",
        "INSERT INTO casework_offermove (offer_id, verb, capacity_id, said)"
        " SELECT %s, 'end', acting_capacity(), '{}'",
    ],
)
def test_the_database_keeps_offers_apart(course: Offer, hugo: Capacity, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        act(cursor, hugo)
        assert not OfferMove.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement, [course.pk])
        transaction.set_rollback(True)


def act(cursor: Any, capacity: Capacity) -> None:
    """Meet row security as somebody, until the transaction is rolled back."""
    cursor.execute("SELECT set_config('solida.capacity', %s, true)", [str(capacity.pk)])
    cursor.execute("SET LOCAL ROLE solida_web")


def test_offers_cost_as_many_queries_however_many(
    alice: Capacity, partner: Client, django_assert_max_num_queries: Any
) -> None:
    days = {"since": timezone.localdate(), "until": timezone.localdate() + timedelta(days=9)}
    for number in range(30):
        offer_places(alice, title=f"Work {number}", purpose="training", places=2, **days)
    with django_assert_max_num_queries(12):
        assert "Work 29" in words(partner.get(reverse("referrals")))


def test_who_acts_for_no_partner_offers_nothing(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in("femke@crossroads.example")
    assert browser.get(reverse("referral_offer")).status_code == 404
