"""Social risks that say otherwise than the wages of their quarter: what somebody has to look at.

The employer reads on its own pages what contradicts what. Where a right may rest on the risk, it
is noted for the office of that right too, once for each declaration.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.utils.translation.trans_null import gettext_noop

from benefits.decisions.models import Decision
from benefits.granting.findings import TOPICS
from benefits.granting.models import Finding, FindingKind
from benefits.granting.risks import right_of
from declarations.glossary.findings import Finding as Anomaly
from declarations.social_risk.filed import ANOTHER_PAY, contradicted
from declarations.social_risk.models import Risk
from declarations.social_risk.queries import RiskQuerySet
from declarations.wages.models import WorkerRecord
from declarations.wages.quarters import first_day, last_day
from portal.exchange.actions import Happening, publish_all
from portal.exchange.models import Event

OTHER_PAY: Final = gettext_noop("The pay of the quarter is not that of the wages.")
OTHER_WORK: Final = gettext_noop("The work or its hours are not those of the wages.")
ABOUT_RISKS: Final = """
    INSERT INTO benefits_finding (person_id, scheme, kind, declaration_id, reasons)
    SELECT person, scheme, %(kind)s, declaration, reasons::jsonb
    FROM unnest(%(persons)s::bigint[], %(schemes)s::text[], %(declarations)s::bigint[],
        %(reasons)s::text[]) AS each (person, scheme, declaration, reasons)
    ON CONFLICT DO NOTHING RETURNING id, person_id
"""


def note_risk(event: Event) -> None:
    """Note where a risk that was declared or changed contradicts the wages."""
    note_contradictions(Risk.objects.filter(pk=event.subject))


def note_filed(event: Event) -> None:
    """Note which risks are contradicted by the wages that a form declares."""
    filed = WorkerRecord.objects.filter(declaration=event.subject, person__isnull=False)
    for company, quarter in filed.values_list("filing__company", "quarter").distinct():
        # What follows an end begins on the day after it.
        begins = first_day(quarter), last_day(quarter) + timedelta(days=1)
        theirs = Risk.objects.filter(company=company, person__in=filed.values("person"))
        note_contradictions(theirs.filter(since__range=begins))


def note_contradictions(found: RiskQuerySet) -> None:
    """Note those of some risks that contradict the wages, and tell of what is new."""
    opening = [risk for risk in found.valid().select_related("standing") if right_of(risk)]
    otherwise = contradicted(opening)
    rows = [
        (risk.person_id, right_of(risk), risk.standing_id, json.dumps(_why(otherwise[risk.pk])))
        for risk in opening
        if risk.pk in otherwise
    ]
    if not rows:
        return
    persons, schemes, declarations, reasons = map(list, zip(*rows, strict=True))
    values: dict[str, Any] = {
        "kind": FindingKind.DECLARED.value, "persons": persons, "schemes": schemes,
        "declarations": declarations, "reasons": reasons,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ABOUT_RISKS, values)
        fresh = cursor.fetchall()
    topic = TOPICS[FindingKind.DECLARED]
    publish_all(Happening(topic, pk, person) for pk, person in fresh)


def _why(anomalies: Iterable[Anomaly]) -> list[str]:
    return sorted({OTHER_PAY if each.code == ANOTHER_PAY else OTHER_WORK for each in anomalies})


def risk_of(finding: Finding) -> Risk | None:
    """Return the risk that a finding is about, with the employer who declared it."""
    about = Risk.objects.filter(history__declaration=finding.declaration_id)
    return about.select_related("company").first()


def decision_on(finding: Finding) -> Decision | None:
    """Return the decision that stands on an application that follows from the risk of a finding."""
    risk = risk_of(finding)
    if risk is None:
        return None
    follows = Q(claim__event__topic="risk.declared", claim__event__subject=risk.pk)
    ended = Q(
        scheme="unemployment",
        claim__period__company=risk.company_id,
        claim__period__until=risk.since - timedelta(days=1),
    )
    given = Decision.objects.latest_versions().filter(
        follows | ended,
        person=finding.person_id,
        scheme=finding.scheme,
        part=None,
    )
    return given.order_by("-pk").first()
