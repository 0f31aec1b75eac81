"""Ask something of a debt, decide of it, review what was decided: each said once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation.trans_null import gettext_noop

from benefits.payments.models import RepaymentPlan
from benefits.payments.queries import balance
from benefits.recovery.models import (
    Arrangement,
    ArrangementKind,
    ArrangementReview,
    DebtRequest,
    Wanted,
)
from benefits.recovery.queries import debt_of
from benefits.recovery.references import transfer_of
from benefits.schemes import SCHEMES
from portal.access.models import User
from portal.documents.actions import write_letter
from portal.documents.models import Letter
from portal.exchange.actions import publish
from portal.people.models import Person

LOCK = 6_002  # of the debts of a person, one act at a time
TITLE = gettext_noop("What you pay back")
GROUNDS = {
    ArrangementKind.PLAN: gettext_noop("Judicial Code, articles 1409 and 1410"),
    ArrangementKind.GRACE: gettext_noop("Charter of the socially insured, article 22"),
    ArrangementKind.KEPT: gettext_noop("Charter of the socially insured, article 22"),
}


@dataclass(frozen=True)
class Terms:
    """What is decided of a debt: cents a month from a month on, or cents that are given up."""

    kind: ArrangementKind
    cents: int
    month: date | None
    motivation: str


def hold(person: Person) -> None:
    """Let others who do something with the debts of a person wait until we are done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, person.pk])


@transaction.atomic
def ask(
    person: Person, scheme: str, wanted: Wanted, cents: int | None, reason: str, user: User
) -> DebtRequest:
    """Keep what a person asks of a debt; while something waits, that is returned as it stands."""
    hold(person)
    standing = DebtRequest.objects.of_debt(person, scheme).waiting().first()
    if standing:
        return standing
    return DebtRequest.objects.create(
        person=person, scheme=scheme, wanted=wanted, cents=cents, reason=reason, made_by=user
    )


@transaction.atomic
def arrange(
    person: Person,
    scheme: str,
    terms: Terms,
    user: User,
    *,
    request: DebtRequest | None = None,
    waits: bool = False,
) -> Arrangement:
    """Decide of a debt, with a letter; what `waits` takes effect when another approves it."""
    made = Arrangement(
        person=person,
        scheme=scheme,
        request=request,
        kind=terms.kind,
        cents=terms.cents,
        month=terms.month,
        motivation=terms.motivation,
        waits=waits,
        decided_by=user,
    )
    made.letter = None if waits else _letter(made)
    made.save()
    if not waits:
        _take_effect(made)
    return made


@transaction.atomic
def review(
    arrangement: Arrangement, user: User, *, approved: bool, reason: str = ""
) -> ArrangementReview:
    """Say as a second person whether an arrangement takes effect, or why not.

    The database refuses a second review, and one by who decided (`IntegrityError`).
    """
    said = ArrangementReview.objects.create(
        arrangement=arrangement,
        approved=approved,
        reason=reason,
        letter=_letter(arrangement) if approved else None,
        reviewed_by=user,
    )
    if approved:
        _take_effect(arrangement)
    return said


def _take_effect(arrangement: Arrangement) -> None:
    """Let a plan hold; what is given up is booked by who is told (`subscribers`)."""
    if arrangement.month:  # a plan
        RepaymentPlan.objects.create(
            person=arrangement.person,
            scheme=arrangement.scheme,
            cents=arrangement.cents,
            month=arrangement.month,
            decided_by=arrangement.decided_by,
        )
    publish("debt.arranged", arrangement.pk, person=arrangement.person)


def _letter(arrangement: Arrangement) -> Letter:
    return write_letter(arrangement.person, "arrangement", TITLE, _letter_data(arrangement))


def _letter_data(arrangement: Arrangement) -> dict[str, Any]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    person, scheme = arrangement.person, arrangement.scheme
    household = person.household_on(timezone.localdate())
    debt = debt_of(person, scheme)
    return {
        "name": person.full_name,
        "address": household.address if household else "",
        "scheme": scheme,
        "scheme_title": SCHEMES[scheme].title,
        "kind": arrangement.kind,
        "cents": arrangement.cents,
        "month": arrangement.month.isoformat() if arrangement.month else None,
        "debt": balance(person, scheme).debt,
        "motivation": arrangement.motivation,
        "legal_ground": GROUNDS[ArrangementKind(arrangement.kind)],
        "arrangement": str(arrangement.reference),
        "transfer": vars(transfer_of(debt)) if debt else None,
    }
