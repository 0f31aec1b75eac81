"""Write to those who do not take up a right, and count what came of it."""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation.trans_null import gettext_noop

from benefits.claims.actions import prefill
from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim
from benefits.claims.queries import children_of
from benefits.customers.access import SUPPLIERS
from benefits.customers.models import CUSTOMER
from benefits.decisions.models import Decision
from benefits.schemes import SCHEMES
from benefits.takeup.models import Mailing, Outreach, Unclaimed
from benefits.takeup.rights import SEARCHED
from portal.access.door import open_file
from portal.access.models import Capacity, Purpose
from portal.documents.actions import write_letter
from portal.exchange.actions import Happening, publish, publish_all
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import Person

TITLE: Final = gettext_noop("You may have a right that you do not use")
AT_ONCE: Final = 100  # letters of one transaction
# Counted from the rows: who applied after the letter was written, and to whom it was granted.
# Nobody applies for the tariff for energy: it is there once a supplier has a customer there.
COUNT: Final = """
    INSERT INTO benefits_takeupfigure
        (scheme, region, year, found, reached, applied, granted, counted_at)
    SELECT scheme, region, year, count(*), count(written_at), count(*) FILTER (WHERE applied),
        count(*) FILTER (WHERE applied AND granted), now()
    FROM (
        SELECT found.scheme, found.region, found.year, outreach.written_at,
            EXISTS (
                SELECT FROM benefits_claim claim
                WHERE claim.person_id = found.person_id AND claim.scheme = found.scheme
                    AND claim.submitted_at >= outreach.written_at
            ) OR supplied AS applied,
            EXISTS (
                SELECT FROM benefits_claim claim
                JOIN benefits_decision decision ON decision.claim_id = claim.id
                WHERE claim.person_id = found.person_id AND claim.scheme = found.scheme
                    AND claim.submitted_at >= outreach.written_at AND decision.outcome = 'granted'
                    AND NOT EXISTS (
                        SELECT FROM benefits_decision newer WHERE newer.replaces_id = decision.id)
            ) OR supplied AS granted
        FROM benefits_unclaimed found
        LEFT JOIN benefits_outreach outreach ON outreach.unclaimed_id = found.id
        CROSS JOIN LATERAL (SELECT found.scheme = 'social_energy_tariff'
            AND outreach.id IS NOT NULL AND EXISTS (
                SELECT FROM portal_householdmember mine
                JOIN portal_householdmember other USING (household_id)
                JOIN portal_registration file ON file.person_id = other.person_id
                JOIN portal_institution supplier ON supplier.id = file.institution_id
                WHERE mine.person_id = found.person_id AND file.ended_at IS NULL
                    AND (file.until IS NULL OR file.until >= current_date)
                    AND mine.until IS NULL AND mine.withdrawn IS NULL
                    AND other.until IS NULL AND other.withdrawn IS NULL
                    AND supplier.sector = %(suppliers)s AND file.quality = %(customer)s
            ) AS supplied) AS supply
        WHERE found.year >= %(since)s
    ) AS each GROUP BY scheme, region, year
    ON CONFLICT (scheme, region, year) DO UPDATE SET found = excluded.found,
        reached = excluded.reached, applied = excluded.applied, granted = excluded.granted,
        counted_at = excluded.counted_at
"""


@transaction.atomic
def write_to_all(capacity: Capacity, scheme: str, region: int) -> Mailing:
    """Let letters be written to all who were found for a right, in a region (0: everywhere)."""
    mailing = Mailing.objects.create(asked_by=capacity, scheme=scheme, region=region)
    publish_all([Happening("outreach.asked", mailing.pk)])
    return mailing


def write_some(event: Event) -> None:
    """Write a number of the letters of a mailing; what is left follows with an event of its own."""
    mailing = Mailing.objects.get(pk=event.subject)
    found = Unclaimed.objects.of(mailing.scheme, mailing.region).to_reach()
    year = timezone.localdate(mailing.asked_at).year
    found = found.filter(found_at__lte=mailing.asked_at, year=year)
    free = found.select_related("person").select_for_update(of=("self",), skip_locked=True)
    here = list(free[:AT_ONCE])
    for each in here:
        _reach(each, mailing, event)
    if len(here) == AT_ONCE:
        publish("outreach.asked", mailing.pk)


def _reach(unclaimed: Unclaimed, mailing: Mailing, event: Event) -> None:
    """Write to a person, with an application on their page that is filled in as far as it goes."""
    person, scheme = unclaimed.person, unclaimed.scheme
    open_file(person, None, Purpose.RIGHTS)
    claims = _applications(person, scheme, event)
    letter = write_letter(person, "outreach", TITLE, _letter_data(unclaimed, claims))
    Outreach.objects.create(unclaimed=unclaimed, mailing=mailing, letter=letter)


def _applications(person: Person, scheme: str, event: Event) -> list[Claim]:
    if scheme not in APPLICATIONS:
        return []  # it is granted, and does not reach the person
    about_child = APPLICATIONS[scheme].about == "child"
    children = children_of(person) if about_child else [None]
    try:
        made = [prefill(person, scheme, None, event, child) for child in children]
    except MissingFigureError:
        return []
    return [claim for claim in made if claim]


def _letter_data(unclaimed: Unclaimed, claims: list[Claim]) -> dict[str, object]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    household = unclaimed.person.household_on(timezone.localdate())
    searched = SEARCHED[unclaimed.scheme]
    where = reverse("claim", args=[claims[0].reference]) if len(claims) == 1 else reverse("me")
    standing = Decision.objects.standing(unclaimed.person, unclaimed.scheme)
    granted = unclaimed.scheme not in APPLICATIONS and standing is not None
    if granted and standing:
        where = reverse("decision", args=[standing.reference])
    return {
        "name": unclaimed.person.full_name,
        "address": household.address if household else "",
        "scheme": unclaimed.scheme,
        "scheme_title": SCHEMES[unclaimed.scheme].title,
        "reason": searched.reason,
        "pay": unclaimed.pay,
        "missing": searched.missing,
        "filled_in": bool(claims),
        "granted": granted,
        "address_of_application": f"{settings.BASE_URL}{where}",
        "address_of_choices": f"{settings.BASE_URL}{reverse('right_choices')}",
    }


@transaction.atomic
def recount(today: date) -> None:
    """Count found, reached, applied and granted of this year and the last. Safe to repeat."""
    with connection.cursor() as cursor:
        since: dict[str, Any] = {
            "since": today.year - 1,
            "suppliers": SUPPLIERS,
            "customer": CUSTOMER,
        }
        cursor.execute(COUNT, since)
