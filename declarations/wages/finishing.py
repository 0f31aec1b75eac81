"""The end of a message: the verdict on each form, and its facts for all to see.

It is one transaction: verdicts, the removal of what was refused, the shelves attached, the events.
The forms are gone through some at a time, and more than once, so that it takes as little memory for
many as for few: first to know which are refused, and at the end to write what was found.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.functions import Now

from declarations.channels.models import Result, Verdict
from declarations.glossary.checks import BELGIUM
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.wages import partitions
from declarations.wages.amending.applying import AMENDMENT, check, hold
from declarations.wages.cutting import ACTIONS
from declarations.wages.judging import decide
from declarations.wages.loading import Read, shelve
from declarations.wages.models import Form, FormPart, Load, Piece, Shelf
from declarations.wages.storing import Facts
from portal.access.models import Environment
from portal.copying import copy_rows
from portal.exchange.actions import Happening, publish_all

DECLARATION: Final = "EmployerDeclaration"
MOST: Final = 1_000
AT_ONCE: Final = 500  # forms
VERDICT: Final = ("declaration_id", "result", "findings", "company_id", "person_id")
# What says of a file that it is not well-formed anywhere, where it is found first.
BROKEN: Final = """
    SELECT finding FROM declarations_formpart part
    JOIN declarations_piece piece ON piece.id = part.piece_id,
        jsonb_array_elements(part.findings) WITH ORDINALITY AS each (finding, place)
    WHERE piece.load_id = %s AND finding ->> 'code' LIKE 'FILE-%%'
    ORDER BY part.declaration_id, piece.number, place LIMIT 1
"""
# A person stands once in a form; within a piece the rules see to it.
TWICE: Final = """
    SELECT declaration_id, inss FROM {records}
    GROUP BY declaration_id, inss HAVING count(DISTINCT piece_id) > 1
"""
# Of the originals of a filing the first that was accepted stands.
DECLARED: Final = """
    SELECT DISTINCT ON (form.filing_id) form.filing_id
    FROM declarations_form form
    JOIN declarations_declaration declaration ON declaration.id = form.declaration_id
    JOIN declarations_verdict verdict ON verdict.declaration_id = form.declaration_id
    WHERE form.filing_id = ANY(%s) AND declaration.flow = 'dmfa' AND verdict.result IN ('A', 'W')
"""


@dataclass
class _Judged:
    """A form with all that its parts gave."""

    form: Form
    tally: Counter[str] = field(default_factory=Counter)
    findings: list[dict[str, Any]] = field(default_factory=list)
    owed: int = 0
    balances: Counter[str] = field(default_factory=Counter)
    parts: int = 0
    workers: int = 0
    result: Result = Result.ACCEPTED

    def take(self, part: FormPart) -> None:
        """Add a part of the form."""
        self.tally.update(part.tally)
        self.findings += part.findings[: MOST - len(self.findings)]
        self.owed += part.owed
        self.balances.update(part.balances)
        self.parts += 1
        self.workers += part.workers

    def add(self, finding: Finding) -> None:
        """Add what only the whole form shows."""
        self.tally[finding.code] += 1
        self.findings = [finding.as_json(), *self.findings][:MOST]

    def decide(self) -> None:
        """Give the answer."""
        day = self.form.declaration.received_at.astimezone(BELGIUM).date()
        self.result, _diagnosis = decide(self.tally, self.form.workers, day)

    @property
    def accepted(self) -> bool:
        """Whether the form is not refused."""
        return self.result != Result.REFUSED


@dataclass
class _Whole:
    """What only the whole file shows: that it is broken, and what is wrong with some forms."""

    load: Load
    broken: Finding | None
    more: defaultdict[int, list[Finding]]

    @classmethod
    def of(cls, load: Load, shelves: Iterable[Shelf]) -> _Whole:
        """Look for both."""
        with connection.cursor() as cursor:
            cursor.execute(BROKEN, [load.pk])
            row = cursor.fetchone()
        whole = cls(load, Finding.from_json(json.loads(row[0])) if row else None, defaultdict(list))
        path = f"{ACTIONS[load.flow]}/NaturalPerson"
        for form, inss in _repeated(shelves):
            whole.more[form].append(found("90017-006", path, f"{inss:011d}"))
        return whole

    def forms(self) -> Iterator[list[_Judged]]:
        """Yield all forms with all that was found, some at a time, in their order."""
        forms = Form.objects.filter(load=self.load).select_related("declaration").order_by("pk")
        light, last = forms.defer("declaration__content", "declaration__findings"), 0
        parts = FormPart.objects.filter(piece__load=self.load).order_by("piece__number")
        while some := {form.pk: _Judged(form) for form in light.filter(pk__gt=last)[:AT_ONCE]}:
            first, last = min(some), max(some)
            for part in parts.filter(declaration__gte=first, declaration__lte=last):
                some[part.declaration_id].take(part)
            for each in some.values():
                self._complete(each)
            yield list(some.values())

    def _complete(self, judged: _Judged) -> None:
        if self.broken and self.broken.code not in judged.tally:
            judged.add(self.broken)
        if judged.parts > 1 and judged.workers == judged.form.workers:
            _check_sums(judged)
        for finding in self.more.get(judged.form.pk, ()):
            judged.add(finding)
        judged.decide()


def finish(load: Load, read: Read | None = None) -> None:
    """Finish a load of which every piece was worked and every shelf is sealed; once.

    `read` is its one piece, when its facts go to the open shelf.
    """
    if Load.objects.select_for_update().get(pk=load.pk).finished_at is not None:
        return
    shelves = list(load.shelves.order_by("pk"))
    hold(Form.objects.filter(load=load).values_list("pk", flat=True))
    whole = _Whole.of(load, shelves)
    if load.flow == AMENDMENT:
        _settle(whole, shelves, read)
    else:
        _show(_refused(whole), shelves, read)
    results = _pronounce(whole)
    Load.objects.filter(pk=load.pk).update(finished_at=Now())
    verdict = {"verdict": {"results": results}}
    publish_all([Happening("wages.judged", load.pk, message=load.message_id, data=verdict)])


def _check_sums(judged: _Judged) -> None:
    content = judged.form.declaration.content
    said, path = content.get("NetOwedAmount", ""), f"{DECLARATION}/NetOwedAmount"
    if not said:
        return
    if int(said) != judged.owed:
        judged.add(found("00015-007", path, said))
    if min(judged.balances.values(), default=0) < 0:
        judged.add(found("00015-011", path, said))


def _repeated(shelves: Iterable[Shelf]) -> Iterator[tuple[int, int]]:
    by_quarter: defaultdict[int, list[str]] = defaultdict(list)
    for shelf in shelves:
        records = partitions.name_of(partitions.RECORDS, shelf.quarter, shelf.pk)
        by_quarter[shelf.quarter].append(f"SELECT * FROM {records}")  # noqa: S608 - names of ours
    for tables in by_quarter.values():
        with connection.cursor() as cursor:
            cursor.execute(TWICE.format(records=f"({' UNION ALL '.join(tables)}) AS records"))
            yield from cursor.fetchall()


def _refused(whole: _Whole) -> list[int]:
    """Refuse what would be the second original of a filing; return all forms that are refused."""
    refused: list[int] = []
    standing: set[int | None] = set()
    for some in whole.forms():
        hoped = {each.form.filing_id for each in some if each.accepted}
        with connection.cursor() as cursor:
            cursor.execute(DECLARED, [list(hoped - {None})])
            standing |= {row[0] for row in cursor.fetchall()}
        for each in some:
            if each.accepted and each.form.filing_id in standing:
                second = found("90007-006", DECLARATION)
                whole.more[each.form.pk].append(second)
                each.add(second)
                each.decide()
            if each.accepted:
                standing.add(each.form.filing_id)
            else:
                refused.append(each.form.pk)
    return refused


def _settle(whole: _Whole, shelves: Sequence[Shelf], read: Read | None) -> None:
    """Show amendments, unless somebody was quicker: then without those that came too late."""
    while True:
        hoped: list[int] = []
        refused: list[int] = []
        quarters: set[int] = set()
        for each in (each for some in whole.forms() for each in some):
            (hoped if each.accepted else refused).append(each.form.pk)
            if each.accepted and each.form.quarter:
                quarters.add(each.form.quarter)
        point = transaction.savepoint()
        _show(refused, shelves, read)
        late = check(hoped, quarters)
        if not late:
            transaction.savepoint_commit(point)
            return
        transaction.savepoint_rollback(point)
        for key, findings in late.items():
            whole.more[key] += findings[:MOST]


def _show(refused: Collection[int], shelves: Iterable[Shelf], read: Read | None) -> None:
    """Let the facts of accepted forms be seen; those of refused ones are gone."""
    for shelf in shelves:
        _remove(shelf, refused)
        partitions.attach(shelf.quarter, shelf.pk)
    if read is not None:
        facts = Facts()
        shelve(read, {form.pk for form in read.forms}.difference(refused), facts)
        facts.store()


def _remove(shelf: Shelf, refused: Collection[int]) -> None:
    """Take the facts of refused forms off a shelf that nobody sees yet."""
    if not refused:
        return
    records = partitions.name_of(partitions.RECORDS, shelf.quarter, shelf.pk)
    own = f"SELECT id FROM {records} WHERE declaration_id = ANY(%s)"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        for table in partitions.PARTS:
            name = partitions.name_of(table, shelf.quarter, shelf.pk)
            cursor.execute(f"DELETE FROM {name} WHERE record_id IN ({own})", [list(refused)])  # noqa: S608
        cursor.execute(f"DELETE FROM {records} WHERE declaration_id = ANY(%s)", [list(refused)])  # noqa: S608


def _pronounce(whole: _Whole) -> Counter[str]:
    """Write the verdicts, and tell of each accepted form, but not of tests; count the results."""
    results: Counter[str] = Counter()
    is_real = whole.load.message.environment == Environment.REAL
    for some in whole.forms():
        copy_rows(Verdict, VERDICT, map(_verdict, some))
        results.update(each.result.value for each in some)
        if is_real:
            publish_all(_happenings(whole.load, some))
    return results


def _verdict(judged: _Judged) -> tuple[Any, ...]:
    findings, company = json.dumps(judged.findings), judged.form.company_id
    return judged.form.pk, judged.result.value, findings, company, None


def _happenings(load: Load, judged: Iterable[_Judged]) -> Iterator[Happening]:
    for each in judged:
        if each.accepted:
            yield Happening(
                "wages.declared",
                each.form.pk,
                company=each.form.company_id,
                message=load.message_id,
            )


def seal_shelf(piece: Piece) -> bool:
    """Seal the shelf of a piece when all its pieces were worked; say whether that was done now.

    Who finds it held leaves it: it is held by nobody but who seals it, and whoever is killed in
    that has a delivery that comes again. Waiting could be for somebody who waits for us.
    """
    if Piece.objects.filter(shelf=piece.shelf_id, reading=None).exists():
        return False
    unsealed = Shelf.objects.select_for_update(skip_locked=True).filter(sealed_at=None)
    shelf = unsealed.filter(cut=piece.pk).first()
    if shelf is None:
        return False
    partitions.seal(shelf.quarter, shelf.pk)
    Shelf.objects.filter(pk=shelf.pk).update(sealed_at=Now())
    return True


def is_ready(load: Load) -> bool:
    """Say whether every piece was worked and every shelf is sealed."""
    waiting = Piece.objects.filter(load=load, number__lte=load.pieces, reading=None)
    return not waiting.exists() and not load.shelves.filter(sealed_at=None).exists()
