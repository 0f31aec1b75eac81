"""Changes in the middle of a right: who lives there today, held against what was decided on.

From which day another household counts, and whether what was asked then still holds, is for the
office to say: it is put before a caseworker, and what stands goes on until somebody decides.
"""

from copy import copy
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation.trans_null import gettext_noop

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.known import KNOWN
from benefits.claims.applications.sources import Sources
from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.granting.established import established
from benefits.granting.findings import note_about
from benefits.granting.models import FindingKind
from benefits.schemes.single import Scalars, evaluate, thawed_one
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import HouseholdMember

OTHERS_NOW: Final = gettext_noop("Others live in the household than on the day decided on.")
HOUSEHOLD: Final = ("members", "children")  # the headings that say who lives there


def notice_changes(event: Event) -> None:
    """Note the running rights, of a person and who lives there, that another household moves."""
    if event.person is None:
        return
    today = timezone.localdate()
    near = HouseholdMember.objects.living_with(event.person, today).values("person")
    whose = Q(person=event.person) | Q(person__in=near)
    running = Decision.objects.granted_on(today).filter(whose, claim__isnull=False)
    found = running.select_related("person", "claim__person", "claim__period", "claim__child")
    moved = [each.pk for each in found if _is_moved(each, today)]
    note_about(FindingKind.CORRECTS, moved, [OTHERS_NOW])


def _is_moved(decision: Decision, today: date) -> bool:
    """Say whether the rule gives something else for the household of today."""
    claim = decision.claim
    assert claim is not None  # noqa: S101 - asked of decisions on applications
    changed = _changed(decision, claim, today)
    if not changed:
        return changed is None
    kept, _on = thawed_one(decision.facts)
    try:
        before = evaluate(decision.scheme, kept, today)
        after = evaluate(decision.scheme, {**kept, **changed}, today)
    except MissingFigureError:
        return True
    return (before.granted, before.amount_cents) != (after.granted, after.amount_cents)


def _changed(decision: Decision, claim: Claim, today: date) -> Scalars | None:
    """Return the facts that are others for the household of today; None where the application
    would ask what it did not ask then."""
    applied, now = APPLICATIONS[claim.scheme], copy(claim)
    sources = Sources(claim.person, today, claim.period, claim.child)
    read = {key: KNOWN[key].read(sources) for key in HOUSEHOLD if key in claim.known}
    now.known = {**claim.known, **{key: entry for key, entry in read.items() if entry}}
    if applied.open_steps(now):
        return None
    then, (kept, _on) = applied.facts_of(claim), thawed_one(decision.facts)
    fixed = established(decision, then)
    return {
        name: value
        for name, value in applied.facts_of(now).items()
        if name not in fixed and value not in (then[name], kept[name])
    }
