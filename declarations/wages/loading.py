"""Working a piece of a message: read, judge, store, and write down what it gave.

All of it is one transaction, in which the delivery of the piece is marked as done: a worker that is
killed leaves nothing, and the piece is worked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from declarations.channels.safe_xml import UnreadableError
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.wages import partitions
from declarations.wages.amending.applying import AMENDMENT, hold
from declarations.wages.amending.entries import store_entries
from declarations.wages.batch import ABSENT, Batch, Ints
from declarations.wages.judging import Hit, findings_of, judge, tally
from declarations.wages.known import Known
from declarations.wages.models import Form, FormPart, Piece, PieceReading
from declarations.wages.pieces import begins, document, model_of, pack, whole
from declarations.wages.projecting import Place
from declarations.wages.reading import NotReadableError, read
from declarations.wages.rewriting import Explained, read_otherwise
from declarations.wages.rules.amounts import balances, owed
from declarations.wages.storing import Facts
from portal.access.models import Environment

DECLARATION = "EmployerDeclaration"
MOST = 1_000  # findings of a form: nobody reads more


@dataclass(frozen=True)
class Read:
    """A piece that was read: its batch, if any of it could be, and the form of each declaration.

    `against` is what the model has against forms, which are not in the batch.
    """

    piece: Piece
    batch: Batch | None
    forms: Sequence[Form]
    against: dict[int, list[Finding]]
    known: Known | None = None
    is_rewritten: bool = False


def work(piece: Piece, facts: Facts) -> Read | None:
    """Work a piece, in the caller's transaction; None when that was done before.

    The facts for the piece's own shelf are added to `facts`. Those for the open shelf wait for the
    verdict: add them with `shelve`.
    """
    if PieceReading.objects.filter(piece=piece).exists():
        return None
    if piece.shelf_id is None and piece.load.flow == AMENDMENT:
        # It is finished at once: what it is judged by is what stands when it is applied.
        hold(piece.load.forms.values_list("pk", flat=True))
    done = _with_registers(_read(piece))
    parts = [_refused_part(piece, key, findings) for key, findings in done.against.items()]
    workers = 0
    if done.batch is not None and done.known is not None:
        parts += _judged(done, done.batch, done.known)
        workers = len(done.batch["NaturalPerson"])
        if piece.shelf_id is not None:
            shelve(done, {form.pk for form in done.forms}, facts)
    FormPart.objects.bulk_create(parts)
    rewritten = pack(done.batch.source) if done.batch and done.is_rewritten else None
    PieceReading.objects.create(piece=piece, workers=workers, rewritten=rewritten)
    return done


def shelve(done: Read, accepted: set[int], facts: Facts) -> None:
    """Add the facts of some forms of a piece, by the keys of their declarations."""
    piece, batch = done.piece, done.batch
    if batch is None or done.known is None or not piece.quarter:
        return
    partitions.open_quarter(piece.quarter)
    known = [form.filing_id if form.pk in accepted else None for form in done.forms]
    filings = np.array([ABSENT if key is None else key for key in known], np.int64)
    declarations = np.array([form.pk for form in done.forms], np.int64)
    shelf = partitions.OPEN if piece.shelf_id is None else piece.shelf_id
    place = Place(piece.quarter, shelf, piece.pk, declarations, filings, _persons(done, done.known))
    facts.add(batch, place)
    store_entries(batch, declarations, filings)


def _read(piece: Piece) -> Read:
    text, head = document(piece)
    model, forms = model_of(piece), _forms(piece)
    try:
        return Read(piece, read(text, model, head, piece.line), forms, {})
    except NotReadableError:
        pass
    try:
        other = read_otherwise(text, model, begins(piece), piece.line)
    except UnreadableError as refusal:
        line = (refusal.line or 1) - text.count(b"\n", 0, head) + piece.line - 1
        why = [found(refusal.code, "", line=line)]
        return Read(piece, None, [], {form.pk: why for form in forms})
    return _explained(piece, forms, other)


def _explained(piece: Piece, forms: Sequence[Form], other: Explained) -> Read:
    """Match the forms of a document that was read in another way; by their place in it."""
    against = {
        forms[number - 1].pk: findings
        for number, findings in other.findings.items()
        if 0 < number <= len(forms)
    }
    if other.batch is None:
        spread = other.findings.get(0, [])
        against = {form.pk: against.get(form.pk) or spread for form in forms}
    kept = [forms[number - 1] for number in other.kept]
    return Read(piece, other.batch, kept, against, is_rewritten=True)


def _forms(piece: Piece) -> list[Form]:
    """Return the forms of which something stands in a piece, in their order."""
    forms = Form.objects.filter(load=piece.load_id, declaration__position__gte=piece.first_form)
    after = Piece.objects.filter(load=piece.load_id, number=piece.number + 1, sent=None).first()
    if after is not None:
        last = after.first_form if after.above else after.first_form - 1
        forms = forms.filter(declaration__position__lte=last)
    return list(forms.order_by("declaration__position"))


def _with_registers(done: Read) -> Read:
    """Ask the registers about what was read."""
    if done.batch is None:
        return done
    message = done.piece.load.message
    return replace(done, known=Known.load(done.batch, message.capacity, message.received_at))


def _judged(done: Read, batch: Batch, known: Known) -> list[FormPart]:
    """Judge a batch and return what each of its forms gave."""
    hits = _hits_of(batch, judge(batch, known, whole=whole(done.piece)))
    counted, sums = tally(batch, hits), owed(batch).tolist()
    classes: list[dict[str, int]] = [{} for _ in done.forms]
    for form, category, cents in zip(*(each.tolist() for each in balances(batch)), strict=True):
        classes[form][str(category)] = cents
    starts = np.bincount(
        batch.owner("NaturalPerson", DECLARATION), minlength=len(done.forms)
    ).tolist()
    return [
        FormPart(
            piece=done.piece,
            declaration_id=form.pk,
            workers=starts[row],
            owed=sums[row],
            balances=classes[row],
            tally=dict(counted[row]),
            findings=_findings(batch, hits, row) if counted[row] else [],
        )
        for row, form in enumerate(done.forms)
    ]


def _hits_of(batch: Batch, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what is against the head of a form that an earlier piece holds."""
    if not batch.head:
        return list(hits)
    own = [(hit, batch[hit.rows].start[hit.at] >= batch.head) for hit in hits]
    return [hit._replace(at=hit.at[there]) for hit, there in own if there.any()]


def _findings(batch: Batch, hits: Sequence[Hit], form: int) -> list[dict[str, str | int | None]]:
    own = [hit._replace(at=hit.at[_of_form(batch, hit) == form]) for hit in hits]
    found_here = findings_of(batch, [hit for hit in own if len(hit.at)], MOST)
    return [finding.as_json() for finding in found_here]


def _of_form(batch: Batch, hit: Hit) -> Ints:
    above = "Form" if hit.rows in ("Form", "Reference") else DECLARATION
    return batch.owner(hit.rows, above)[hit.at]


def _refused_part(piece: Piece, form: int, findings: Sequence[Finding]) -> FormPart:
    return FormPart(
        piece=piece,
        declaration_id=form,
        workers=0,
        owed=0,
        tally=dict(Counter(finding.code for finding in findings)),
        findings=[finding.as_json() for finding in findings[:MOST]],
    )


def _persons(done: Read, known: Known) -> Ints:
    """Return the key of each person; of a test nobody is known."""
    is_real = done.piece.load.message.environment == Environment.REAL
    return np.where((known.person > 0) & is_real, known.person, ABSENT)
