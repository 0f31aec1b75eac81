"""What the people of a tenant have against decisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.findings import NO_AMOUNT, note_about
from benefits.granting.models import FindingKind
from benefits.objections.actions import object_to, reject
from benefits.payments.ledger import post_one
from benefits.payments.models import PostingKind
from benefits.recovery.actions import Terms, arrange, ask
from benefits.recovery.allocating import allocate
from benefits.recovery.models import ArrangementKind, Repayment, Wanted
from benefits.schemes.single import evaluate, thawed_one
from casework.approval.actions import propose
from casework.cases.actions import take
from portal.exchange.actions import publish

if TYPE_CHECKING:
    from tests.access.tenants import Tenant

FOUND = {"monthly_pay": 250000}


def object_to_decisions(tenant: Tenant) -> None:
    """One objection is answered, one in hand, one waits, one answer waits for a second person; one
    decision can be contested. What the rules left to people waits once, and is in hand once."""
    user = tenant.capacities["citizen"].user
    contested = Decision.objects.get(person=tenant.persons["applicant"])
    answered, _new = object_to(contested, user, "Canaries.")
    reject(answered, tenant.capacities["second"].user, "Because of the canaries.")
    in_hand, _new = object_to(granted(tenant, "objector", "unemployment"), user, "Canaries.")
    take(in_hand, tenant.capacities["caseworker"])
    reviewed = granted(tenant, "reviewed", "unemployment")
    objection, _new = object_to(reviewed, user, "Canaries.")
    second = tenant.capacities["second"]
    propose(take(objection, second), second, "upheld", "Because of the canaries.", FOUND)
    # What waits of one tenant is of another right, since both have an office of the same sector.
    right = "unemployment" if tenant.letter == "A" else "holiday_pay"
    contested = granted(tenant, "contester", right)
    object_to(contested, user, "Canaries.")
    note_about(FindingKind.PAYS, [contested.pk, in_hand.decision.pk], [NO_AMOUNT])
    take(in_hand.person.findings.get(), tenant.capacities["caseworker"])
    granted(tenant, "applicant", "holiday_pay")
    _owe(tenant, right)


def _owe(tenant: Tenant, right: str) -> None:
    """One asks something of a debt; of another's, a decision waits for a second person."""
    for name in ("contester", "waiter"):
        post_one(tenant.persons[name], right, PostingKind.REDUCED, date(2026, 1, 1), 50_000)
    asked, second = tenant.persons["contester"], tenant.capacities["second"].user
    ask(asked, right, Wanted.GRACE, None, "Canaries.", tenant.capacities["citizen"].user)
    terms = Terms(ArrangementKind.GRACE, 50_000, None, "Because of the canaries.")
    arrange(tenant.persons["waiter"], right, terms, second, waits=True)
    for number, more in enumerate(("", "-said")):
        came = Repayment.objects.create(
            notice=f"{tenant.letter}{more}",
            number=number,
            cents=200_000,
            booked_on="2026-01-05",
            payer_account="BE68539007547034",
        )
    allocate(came, None, "Nobody knows the payer.", second, waits=True)


def granted(tenant: Tenant, name: str, scheme: str) -> Decision:
    """Return a decision by the rule alone, which nobody wrote."""
    person = tenant.persons[name]
    event = publish("employment.ended", 0, person=person)
    decided = Decision.objects.get(person=tenant.persons["applicant"], scheme="unemployment")
    told, on = thawed_one(decided.facts)
    return decide(
        person,
        scheme,
        told,
        on,
        Cause(event=event),
        outcome=DecisionOutcome.GRANTED,
        explanation=evaluate("unemployment", told, on),
    )
