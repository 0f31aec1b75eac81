"""Judge declarations of social risks, write what becomes of them, and tell who wants to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models.functions import Now

from declarations.channels.actions import pronounce, result_of
from declarations.channels.models import Declaration, Verdict
from declarations.social_risk.contents import kind_of
from declarations.social_risk.context import Context
from declarations.social_risk.judging import Judgement, judge
from declarations.social_risk.models import Risk, RiskDeclaration, RiskDelivery
from declarations.social_risk.proving import prove
from declarations.social_risk.routing import competent
from portal.access.door import open_files
from portal.access.models import Environment, Purpose
from portal.copying import among, copy_rows, drawn
from portal.exchange.actions import Happening, publish_all

OPENED = (
    *("id", "reference", "company_id", "person_id", "flow", "kind", "since", "until"),
    *("standing_id", "is_cancelled", "environment"),
)


class Accepted(NamedTuple):
    """An accepted declaration with its risk, and whether it is the risk's first."""

    declaration: Declaration
    risk: Risk
    new: bool


@transaction.atomic
def give_verdicts(declarations: Sequence[Declaration]) -> None:
    """Judge the declarations of one message in their order, and write what becomes of them.

    One that has its verdict keeps it.
    """
    standing = Verdict.objects.filter(
        declaration__in=among(each.pk for each in declarations)
    ).values_list("pk", flat=True)
    known = set(standing)
    fresh = [declaration for declaration in declarations if declaration.pk not in known]
    if not fresh:
        return
    context = Context.load(fresh)
    judged: list[tuple[Declaration, Judgement]] = []
    accepted: list[Accepted] = []
    for declaration in fresh:
        judgement = judge(declaration, context)
        judged.append((declaration, judgement))
        if not judgement.refused:
            accepted.append(_take_in(declaration, judgement, context))
    _write(accepted, real=context.environment == Environment.REAL)
    _pronounce(judged, context.environment)
    if context.environment == Environment.REAL:
        _route(accepted)
        _tell(accepted)


def _take_in(declaration: Declaration, judgement: Judgement, context: Context) -> Accepted:
    """Let a risk become what an accepted declaration makes of it, in memory."""
    assert judgement.company and judgement.person and judgement.days  # noqa: S101, PT018 - accepted
    risk = judgement.before or Risk(
        company=judgement.company,
        person=judgement.person,
        flow=declaration.flow,
        environment=context.environment,
    )
    if not judgement.cancels:
        risk.kind = kind_of(declaration.content)
        risk.since, risk.until = judgement.days.start, judgement.days.end
    risk.standing, risk.is_cancelled = declaration, judgement.cancels
    context.remember(risk, declaration)
    return Accepted(declaration, risk, judgement.before is None)


def _write(accepted: Sequence[Accepted], *, real: bool) -> None:
    opened = list({id(each.risk): each.risk for each in accepted if each.risk.pk is None}.values())
    changed = {each.risk.pk: each.risk for each in accepted if each.risk.pk}
    _write_opened(opened)
    for risk in changed.values():
        risk.changed_at = Now()
        risk.save()
    letters = prove([(each.declaration, each.risk) for each in accepted]) if real else {}
    parts = (
        (each.risk.pk, each.declaration.pk, letters.get(each.declaration.pk)) for each in accepted
    )
    copy_rows(RiskDeclaration, ("risk_id", "declaration_id", "letter_id"), parts)


def _write_opened(risks: Sequence[Risk]) -> None:
    for risk, key in zip(risks, drawn(Risk, len(risks)).tolist(), strict=True):
        risk.pk = key
    copy_rows(Risk, OPENED, ([getattr(risk, name) for name in OPENED] for risk in risks))


def _pronounce(judged: Sequence[tuple[Declaration, Judgement]], environment: str) -> None:
    """Write the verdicts and a line for each person; the verdict on a test names nobody."""
    real = environment == Environment.REAL
    open_files(
        (
            (judgement.person.pk, declaration.message.capacity_id)
            for declaration, judgement in judged
            if judgement.person and real
        ),
        Purpose.DECLARATION,
    )
    pronounce(
        (declaration, judgement.findings, judgement.company, judgement.person if real else None)
        for declaration, judgement in judged
    )
    results = Counter(result_of(judgement.findings).value for _declaration, judgement in judged)
    first = judged[0][0]
    publish_all(
        [
            Happening(
                "risks.judged",
                first.pk,
                message=first.message_id,
                data={"verdict": {"results": results}},
            )
        ]
    )


def _route(accepted: Sequence[Accepted]) -> None:
    """Write for whom each declaration is: who has a file of the person in the risk's sector."""
    institutions = competent((each.declaration, each.risk) for each in accepted)
    columns = ("declaration_id", "risk_id", "institution_id")
    rows = (
        (each.declaration.pk, each.risk.pk, institutions.get(each.declaration.pk))
        for each in accepted
    )
    copy_rows(RiskDelivery, columns, rows)


def _tell(accepted: Sequence[Accepted]) -> None:
    publish_all(
        Happening(
            "risk.declared",
            each.risk.pk,
            each.risk.person_id,
            each.risk.company_id,
            each.declaration.message_id,
            {"risk": told(each.risk)},
        )
        for each in accepted
    )


def told(risk: Risk) -> dict[str, Any]:
    """What others are told of a risk: which one, of which days, and not what it says in detail."""
    return {
        "scenario": risk.flow.upper(),
        "kind": risk.kind,
        "since": risk.since.isoformat(),
        "until": risk.until.isoformat() if risk.until else None,
        "isCancelled": risk.is_cancelled,
    }
