"""What people are told of: decisions, answers, rights that end, applications to complete, debts.

Decisions, answers and arrangements are letters already: who chose paper gets those.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision
from benefits.granting.models import Finding
from benefits.notices.telling import reach, tell
from benefits.objections.models import ObjectionAnswer
from benefits.recovery.models import Arrangement
from benefits.schemes import SCHEMES
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe, subscribe_to_many
from portal.pages.own.queries import contacts_of


@subscribe_to_many("decision.made")
def tell_of_decisions(events: Sequence[Event]) -> None:
    """Tell each person once of the decisions that are made together; of one that was replaced in
    between, the newer one tells. The answer to an objection is told of by itself."""
    decisions = list(_last_of_each(events))
    answered = ObjectionAnswer.objects.filter(decision__in=decisions)
    by_itself = set(answered.values_list("decision", flat=True))
    contacts = contacts_of([decision.person for decision in decisions])
    for decision in decisions:
        if decision.pk not in by_itself:
            reach(contacts[decision.person_id], reverse("decision", args=[decision.reference]))


def _last_of_each(events: Sequence[Event]) -> Iterable[Decision]:
    made = Decision.objects.latest_versions().filter(pk__in=[event.subject for event in events])
    last = made.order_by("person", "-pk").distinct("person")
    return last.select_related("person__account")


@subscribe("objection.answered")
def tell_of_answer(event: Event) -> None:
    """Tell that an objection is answered."""
    answer = ObjectionAnswer.objects.select_related("objection__person").get(pk=event.subject)
    tell(answer.objection.person, reverse("objection", args=[answer.objection.reference]))


@subscribe("debt.arranged")
def tell_of_arrangement(event: Event) -> None:
    """Tell that something was decided of a debt."""
    made = Arrangement.objects.select_related("person").get(pk=event.subject)
    tell(made.person, reverse("recovery", args=[made.scheme]))


@subscribe("right.ending")
def tell_of_end(event: Event) -> None:
    """Tell that a right ends soon, where the decision still stands."""
    found = Finding.objects.select_related("person", "decision").get(pk=event.subject)
    decision = found.decision
    if decision is None or Decision.objects.filter(replaces=decision).exists():
        return
    ends = decision.ends.isoformat() if decision.ends else None
    way = reverse("decision", args=[decision.reference])
    tell(found.person, way, _on_paper("ending", found.scheme, day=ends))


@subscribe("right.offered")
def tell_of_offer(event: Event) -> None:
    """Tell who wants to be asked first that a right waits for their word."""
    found = Finding.objects.select_related("person").get(pk=event.subject)
    way = reverse("right_choice", args=[found.scheme])
    tell(found.person, way, _on_paper("offered", found.scheme))


@subscribe("claim.prefilled")
def tell_of_application(event: Event) -> None:
    """Tell that an application is ready, while the person can still complete it."""
    claim = Claim.objects.select_related("person").get(pk=event.subject)
    if claim.status == ClaimStatus.DRAFT:
        way = reverse("claim", args=[claim.reference])
        tell(claim.person, way, _on_paper("prefilled", claim.scheme))


def _on_paper(kind: str, scheme: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "scheme": scheme, "scheme_title": SCHEMES[scheme].title, **more}
