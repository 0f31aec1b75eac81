"""The end of a message: the verdict on each form, and its facts for all to see.

It is one transaction: verdicts, the removal of what was refused, the shelves attached, the events.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
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
from declarations.wages.judging import decide
from declarations.wages.loading import Read, shelve
from declarations.wages.models import Form, FormPart, Load, Piece, Shelf
from portal.access.models import Environment
from portal.copying import copy_rows
from portal.exchange.actions import Happening, publish_all

DECLARATION: Final = "EmployerDeclaration"
MOST: Final = 1_000
VERDICT: Final = ("declaration_id", "result", "findings", "company_id", "person_id")
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
HOLD: Final = "SELECT id FROM declarations_filing WHERE id = ANY(%s) ORDER BY id FOR UPDATE"


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


def finish(load: Load, read: Read | None = None) -> None:
    """Finish a load of which every piece was worked and every shelf is sealed; once.

    `read` is its one piece, when its facts go to the open shelf.
    """
    if Load.objects.select_for_update().get(pk=load.pk).finished_at is not None:
        return
    shelves = list(load.shelves.order_by("pk"))
    judged = _gathered(load)
    _check_whole(load, judged, shelves)
    for each in judged.values():
        each.decide()
    if load.flow == AMENDMENT:
        _settle(judged, shelves, read)
    else:
        _refuse_second(judged)
        _show(judged, shelves, read)
    _pronounce(judged.values())
    Load.objects.filter(pk=load.pk).update(finished_at=Now())
    publish_all(_happenings(load, judged.values()))


def _gathered(load: Load) -> dict[int, _Judged]:
    forms = Form.objects.filter(load=load).select_related("declaration").order_by("pk")
    light = forms.defer("declaration__content", "declaration__findings")
    judged = {form.pk: _Judged(form) for form in light.iterator()}
    for part in FormPart.objects.filter(piece__load=load).order_by("piece__number").iterator():
        judged[part.declaration_id].take(part)
    return judged


def _check_whole(load: Load, judged: dict[int, _Judged], shelves: Iterable[Shelf]) -> None:
    """Find what only the whole form, or the whole file, shows.

    A file that is not well-formed anywhere is refused everywhere.
    """
    broken = next(
        (f for each in judged.values() for f in each.findings if f["code"].startswith("FILE-")),
        None,
    )
    for each in judged.values():
        if broken and not each.tally.keys() & {broken["code"]}:
            each.add(Finding.from_json(broken))
        if each.parts > 1 and each.workers == each.form.workers:
            _check_sums(each)
    for form, inss in _repeated(shelves):
        path = f"{judged[form].form.declaration.action}/NaturalPerson"
        judged[form].add(found("90017-006", path, f"{inss:011d}"))


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


def _refuse_second(judged: dict[int, _Judged]) -> None:
    """Hold the filings of originals, and refuse what would be the second one of a filing."""
    hoped = {each.form.filing_id for each in judged.values() if each.accepted}
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [sorted(key for key in hoped if key)])
        cursor.execute(DECLARED, [list(hoped - {None})])
        standing = {row[0] for row in cursor.fetchall()}
    for each in judged.values():
        if each.accepted and each.form.filing_id in standing:
            each.add(found("90007-006", DECLARATION))
            each.decide()
        elif each.accepted:
            standing.add(each.form.filing_id)


def _settle(judged: dict[int, _Judged], shelves: list[Shelf], read: Read | None) -> None:
    """Show amendments, unless somebody was quicker: then without those that came too late."""
    hold(judged)
    while True:
        hoped = [key for key, each in judged.items() if each.accepted]
        quarters = {each.form.quarter for each in judged.values() if each.accepted}
        point = transaction.savepoint()
        _show(judged, shelves, read)
        late = check(hoped, {quarter for quarter in quarters if quarter})
        if not late:
            transaction.savepoint_commit(point)
            return
        transaction.savepoint_rollback(point)
        for key, findings in late.items():
            for finding in findings[:MOST]:
                judged[key].add(finding)
            judged[key].decide()


def _show(judged: dict[int, _Judged], shelves: Iterable[Shelf], read: Read | None) -> None:
    """Let the facts of accepted forms be seen; those of refused ones are gone."""
    accepted = {key for key, each in judged.items() if each.accepted}
    for shelf in shelves:
        _remove(shelf, judged.keys() - accepted)
        partitions.attach(shelf.quarter, shelf.pk)
    if read is not None:
        shelve(read, accepted)


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


def _pronounce(judged: Iterable[_Judged]) -> None:
    copy_rows(
        Verdict,
        VERDICT,
        (
            (
                each.form.pk,
                each.result.value,
                json.dumps(each.findings),
                each.form.company_id,
                None,
            )
            for each in judged
        ),
    )


def _happenings(load: Load, judged: Iterable[_Judged]) -> Iterator[Happening]:
    """Tell of each accepted form, but not of tests; and of the message when all is answered."""
    if load.message.environment == Environment.REAL:
        for each in judged:
            if each.accepted:
                yield Happening(
                    "wages.declared",
                    each.form.pk,
                    company=each.form.company_id,
                    message=load.message_id,
                )
    yield Happening("wages.judged", load.pk, message=load.message_id)


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
