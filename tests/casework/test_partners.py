"""Partner organisations are registered and ended on pages, by whose they are."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import CAST, Cast
from casework.plans.models import SupportFile
from casework.referrals.actions import ReferralRefusedError, refer
from casework.referrals.models import Offer, Partner, PartnerMove
from casework.referrals.offering import OfferRefusedError, offer_places
from casework.referrals.partnering import PartnerRefusedError, end_partner, register_partner
from portal.access.models import Capacity, CapacityKind
from portal.people.models import Institution
from tests.casework.conftest import SignIn
from tests.casework.test_offers import act
from tests.casework.test_referrals import GIVEN, file, someone, words

__all__ = ["file"]
CENTRE = CAST["institutions"]["welfare-centre"]


@pytest.fixture
def hugo(cast: Cast) -> Capacity:
    """Hugo, who leads the unemployment office."""
    return Capacity.objects.get(kind=CapacityKind.SUPERVISOR)


@pytest.fixture
def centre(cast: Cast) -> Institution:
    return cast.institutions["welfare-centre"]


@pytest.fixture
def above(hugo: Capacity, sign_in: SignIn) -> Client:
    """Hugo's browser."""
    return sign_in("hugo@unemployment.example")


@pytest.fixture
def partner(hugo: Capacity, centre: Institution) -> Partner:
    """Return the welfare centre, which Hugo registered."""
    return register_partner(hugo, centre, "municipality")


@pytest.fixture
def offered(partner: Partner, cast: Cast) -> Offer:
    """Return what the centre offers."""
    alice = Capacity.objects.get(user__person=cast.persons["alice"])
    today = timezone.localdate()
    days = {"since": today, "until": today}
    return offer_places(alice, title="Dutch", purpose="training", places=3, **days)


def test_a_partner_is_registered_by_its_number_and_then_offers(
    above: Client, centre: Institution, sign_in: SignIn
) -> None:
    assert "No partner is registered yet" in words(above.get(reverse("partners")))
    assert sign_in("alice@welfare.example").get(reverse("referral_offer")).status_code == 404
    given = {"number": CENTRE["enterprise_number"], "kind": "municipality"}
    page = words(above.post(reverse("partner_new"), given, follow=True))
    assert "People can be referred to Public centre for social welfare of Leuven" in page
    assert "municipality Unemployment office open" in page
    assert "Registered : " in page
    assert "Hugo Martens" in page
    assert "already" in words(above.post(reverse("partner_new"), given))
    partner = sign_in("alice@welfare.example")
    assert "Dutch" in words(partner.post(reverse("referral_offer"), GIVEN, follow=True))
    assert Partner.objects.get().institution == centre


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"number": "0206800041", "kind": "training"}, "number"),
        ({"number": "0403101811", "kind": "training"}, "We know no institution with this number."),
        ({"number": CENTRE["enterprise_number"], "kind": "circus"}, "circus"),
        ({}, "Give the number of the organisation."),
    ],
    ids=["check digits", "unknown", "kind", "nothing"],
)
def test_what_is_no_partner_is_refused_at_its_field(
    above: Client, given: dict[str, str], told: str
) -> None:
    page = words(above.post(reverse("partner_new"), given))
    assert "There is a problem" in page
    assert told in page
    assert not Partner.objects.exists()


def test_nobody_is_referred_to_a_partner_that_is_ended_and_who_is_stays(
    above: Client, partner: Partner, offered: Offer, file: SupportFile, marie: Capacity
) -> None:
    stays = refer(file, marie, offered, "Please.")
    url = reverse("partner_end", args=[partner.pk])
    assert "End the partner “Public centre" in words(above.get(url))
    assert "Nobody is referred to this partner" in words(above.post(url, follow=True))
    assert "was ended before" in words(above.post(url, follow=True))
    with pytest.raises(ReferralRefusedError):
        refer(someone(1, marie), marie, offered, "Please.")
    assert offered not in Offer.objects.with_room(timezone.localdate())
    stays.refresh_from_db()
    assert stays.status == "waiting"


def test_what_is_ended_offers_nothing_until_it_is_registered_anew(
    above: Client, partner: Partner, hugo: Capacity, sign_in: SignIn, cast: Cast
) -> None:
    end_partner(partner, hugo)
    alice = Capacity.objects.get(user__person=cast.persons["alice"])
    with pytest.raises(OfferRefusedError):
        offer_places(alice, title="Dutch")
    agent = sign_in("alice@welfare.example")
    assert agent.get(reverse("referral_offer")).status_code == 404
    assert agent.get(reverse("referrals")).status_code == 200
    assert "Public centre" not in words(above.get(reverse("referral_offer")))
    above.post(reverse("partner_new"), {"number": CENTRE["enterprise_number"], "kind": "training"})
    partner.refresh_from_db()
    assert (partner.kind, partner.ended_at) == ("training", None)
    steps = PartnerMove.objects.order_by("pk").values_list("verb", "kind")
    assert list(steps) == [
        ("register", "municipality"),
        ("end", "municipality"),
        ("register", "training"),
    ]


def test_another_office_neither_ends_it_nor_registers_it_anew(
    above: Client, partner: Partner, hugo: Capacity, centre: Institution
) -> None:
    end_partner(partner, hugo)
    Partner.objects.update(office=centre)
    assert above.get(reverse("partner_end", args=[partner.pk])).status_code == 404
    given = {"number": CENTRE["enterprise_number"], "kind": "training"}
    assert "Another office ended this partner" in words(above.post(reverse("partner_new"), given))
    with pytest.raises(PartnerRefusedError):
        register_partner(hugo, centre, "training")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE casework_partner SET office_id = acting_institution() WHERE id = %s",
        "UPDATE casework_partner SET ended_at = now() WHERE id = %s",
        "UPDATE casework_partnermove SET verb = 'end' WHERE partner_id = %s",
        "INSERT INTO casework_partnermove (partner_id, verb, kind, capacity_id)"
        " SELECT %s, 'end', 'training', acting_capacity()",
    ],
)
def test_the_database_keeps_partners_apart(
    partner: Partner, hugo: Capacity, centre: Institution, statement: str
) -> None:
    Partner.objects.update(office=centre)
    with transaction.atomic(), connection.cursor() as cursor:
        act(cursor, hugo)
        assert not PartnerMove.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement, [partner.pk])
        transaction.set_rollback(True)
