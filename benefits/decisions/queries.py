"""Reads of decisions."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from portal.people.models import Person
from portal.people.queries import in_force

if TYPE_CHECKING:
    from benefits.claims.models import Claim
    from benefits.decisions.models import Decision


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions."""

    def about(self, person: Person) -> "DecisionQuerySet":
        """Return the decisions about a person, newest first."""
        return self.filter(person=person).select_related("letter__file").order_by("-decided_at")

    def with_cause(self) -> "DecisionQuerySet":
        """Add what an answer names: the message that caused it, its sender, the letter."""
        return self.select_related(
            "event__message__capacity__institution",
            "event__message__capacity__company",
            "event__message__capacity__user__person",
            "letter",
            "claim",
            "objection",
        )

    def latest_versions(self) -> "DecisionQuerySet":
        """Return the last versions only."""
        return self.filter(replaced_by__isnull=True)

    def standing(self, person: Person, scheme: str) -> "Decision | None":
        """Return the decision that stands on a right of a person; of one in parts, on the last."""
        return self.standing_for([person.pk], scheme).get(person.pk)

    def standing_for(self, persons: Collection[int], scheme: str) -> "dict[int, Decision]":
        """Return by id the decision that stands on a right of each of these persons."""
        found = self.latest_versions().filter(person__in=persons, scheme=scheme)
        last = F("part").desc(nulls_last=True)
        each = found.order_by("person", last, "-decided_at", "-pk").distinct("person")
        return {decision.person_id: decision for decision in each}

    def answering(self, claim: "Claim") -> "Decision | None":
        """Return the latest version of what was decided on an application.

        Of a right in parts it is that on the first, which the application was about; where it
        changed a right that ran before, that from the day of the change.
        """
        made: list[Decision] = list(self.filter(claim=claim).order_by("pk"))
        gone = {each.replaces_id for each in made}
        parts = {each.part or date.min: each for each in made if each.pk not in gone}
        if not parts:
            return None
        return parts[max(parts) if made[0].replaces_id else min(parts)]

    def giving(
        self, person: Person, scheme: str, child: Person | None, first: date, last: date | None
    ) -> "DecisionQuerySet":
        """Return the grants of a right that share a day with `first` to `last` (None: no end).

        A right about a child is held by a parent who asked, or by the child where nobody had to.
        """
        holder = Q(person=person, claim__child=child)
        found = self.latest_versions().filter(
            Q(ends__isnull=True) | Q(ends__gte=first),
            holder | Q(person=child) if child else holder,
            scheme=scheme,
            outcome="granted",
        )
        return found if last is None else found.filter(starts__lte=last)

    def granted_on(self, day: date) -> "DecisionQuerySet":
        """Return the grants that hold on the day."""
        return self.latest_versions().filter(in_force(day, "starts", "ends"), outcome="granted")

    def versions(self, decision: "Decision") -> list["Decision"]:
        """Return a decision and the versions before it, the last one first."""
        found = [decision]
        while (before := found[-1].replaces_id) is not None:
            found.append(self.get(pk=before))
        return found
