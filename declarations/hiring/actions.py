"""Judge declarations of hiring and leaving, and fold the accepted ones into periods."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from declarations.channels.actions import pronounce, result_of
from declarations.channels.models import Declaration, Verdict
from declarations.hiring.context import Context
from declarations.hiring.judging import Judgement, judge
from declarations.hiring.models import (
    EmploymentPeriod,
    IdentitySearch,
    PeriodDeclaration,
    RegistrationDeclaration,
)
from declarations.hiring.projecting import fold_in, register_in, write_periods
from portal.access.door import open_files
from portal.access.models import Environment, Purpose
from portal.copying import copy_rows
from portal.exchange.actions import Happening, publish_all

TOPICS = {
    "DimonaIn": "employment.started",
    "DimonaOut": "employment.ended",
    "DimonaUpdate": "employment.changed",
    "DimonaCancel": "employment.changed",
}
RACES = 3  # lost one after the other by one declaration: then the outbox tries again later
Judged = tuple[Declaration, Judgement]


def give_verdict(declaration: Declaration) -> Verdict:
    """Judge one declaration and return its verdict; see `give_verdicts`.

    Raises `Verdict.DoesNotExist` when it waits for its worker to be found.
    """
    give_verdicts([declaration])
    return Verdict.objects.get(declaration=declaration)


@transaction.atomic
def give_verdicts(declarations: Sequence[Declaration]) -> None:
    """Judge declarations in their order, apply those that are accepted, write the verdicts.

    A declaration that has its verdict keeps it, and one that waits for its worker to be found gets
    none: judge it again later. Who races with another piece for the same days is
    held up by the database until the other is through, and then judged again, one by one.
    """
    standing = Verdict.objects.filter(declaration__in=declarations).values_list("pk", flat=True)
    known = set(standing)
    fresh = [declaration for declaration in declarations if declaration.pk not in known]
    if fresh and not _settled(fresh):
        for declaration in fresh:
            if not any(_settled([declaration]) for _ in range(RACES)):
                raise RuntimeError(f"declaration {declaration.pk} lost every race")


def _settled(declarations: Sequence[Declaration]) -> bool:
    """Judge and write a piece as a whole; say whether no other had taken the same days."""
    try:
        with transaction.atomic():
            _settle(declarations)
    except IntegrityError as error:
        if "_without_overlap" not in str(error):
            raise
        return False
    return True


def _settle(declarations: Sequence[Declaration]) -> None:
    context = Context.load(declarations)
    judged: list[Judged] = []
    waiting: list[Declaration] = []
    folded: list[tuple[Declaration, EmploymentPeriod]] = []
    for declaration in declarations:
        judgement = judge(declaration, context)
        if judgement.waits:
            waiting.append(declaration)
            continue
        judged.append((declaration, judgement))
        if judgement.presence and not judgement.refused:
            _register(declaration, judgement, context)
        elif not judgement.refused:
            folded.append((declaration, fold_in(declaration, judgement, context)))
    write_periods([period for _declaration, period in folded])
    _write_effects(folded)
    _write_verdicts(judged)
    if context.describes:
        _wait(waiting, judged)


def _register(declaration: Declaration, judgement: Judgement, context: Context) -> None:
    registration = register_in(judgement, context)
    RegistrationDeclaration.objects.create(registration=registration, declaration=declaration)


def _wait(waiting: Sequence[Declaration], judged: Sequence[Judged]) -> None:
    """Write whose worker is searched for, and until when it was in vain; end the other searches."""
    IdentitySearch.objects.filter(declaration__in=[each.pk for each, _ in judged]).delete()
    IdentitySearch.objects.bulk_create(
        [IdentitySearch(declaration=each, tried_at=timezone.now()) for each in waiting],
        update_conflicts=True,
        unique_fields=["declaration"],
        update_fields=["tried_at"],
    )


def _write_effects(accepted: Sequence[tuple[Declaration, EmploymentPeriod]]) -> None:
    """Write which declaration took part in which period, and tell who wants to know.

    Of what was only a test nobody is told.
    """
    if accepted:
        effects = ((period.pk, declaration.pk) for declaration, period in accepted)
        copy_rows(PeriodDeclaration, ("period_id", "declaration_id"), effects)
        publish_all(
            Happening(
                TOPICS[declaration.action],
                period.pk,
                period.person_id,
                period.company_id,
                declaration.message_id,
                {"employment": _told(period)},
            )
            for declaration, period in accepted
            if period.environment == Environment.REAL
        )


def _write_verdicts(judged: Sequence[Judged]) -> None:
    """Write the verdicts, a line for each person whose file was opened, and tell of the piece.

    The verdict on a test names nobody: it opens no file, and no name can be read from it.
    """
    known = [
        (declaration, judgement, judgement.person if _is_real(declaration) else None)
        for declaration, judgement in judged
    ]
    open_files(
        (
            (person.pk, declaration.message.capacity_id)
            for declaration, _judgement, person in known
            if person
        ),
        Purpose.DECLARATION,
    )
    pronounce(
        (declaration, judgement.findings, judgement.company, person)
        for declaration, judgement, person in known
    )
    first = {declaration.message_id: declaration.pk for declaration, _ in reversed(judged)}
    results: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for declaration, judgement in judged:
        results[declaration.message_id][result_of(judgement.findings).value] += 1
    publish_all(
        Happening(
            "declarations.judged",
            subject,
            message=message,
            data={"verdict": {"results": results[message]}},
        )
        for message, subject in first.items()
    )


def _told(period: EmploymentPeriod) -> dict[str, Any]:
    """What others are told of a period that began, ended or changed."""
    return {
        "periodId": period.number,
        "workerType": period.worker_type,
        "since": period.since.isoformat(),
        "until": period.until.isoformat() if period.until else None,
        "isCancelled": period.is_cancelled,
    }


def _is_real(declaration: Declaration) -> bool:
    return declaration.message.environment == Environment.REAL
