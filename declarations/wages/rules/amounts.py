"""What is owed: the sum that a declaration gives, and the sum of what is in it. Cents."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from declarations.wages.batch import ABSENT, Batch, Flags, Ints
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View
from declarations.wages.totals import DEDUCTED, OWED

COMPENSATION: Final = "EmployerCompensation"
MOST_CLASSES: Final = 1000

DECLARATION, RECORD, UNRELATED = "EmployerDeclaration", "WorkerRecord", "ContributionUnrelatedToNP"


def _amounts(batch: Batch) -> Iterator[tuple[str, Ints]]:
    """Give the blocks that hold amounts, with those; what is taken off is below zero."""
    for rows in batch.blocks:
        for zone in rows.node.kinds.keys() & (OWED | DEDUCTED):
            sign = 1 if zone in OWED else -1
            yield rows.label, sign * np.maximum(rows.numbers(zone), 0)


def owed(batch: Batch) -> Ints:
    """Return what each declaration of a batch owes by what is in it, in cents; may be negative.

    Of pieces of a form, the sums add up to that of the form.
    """
    total = np.zeros(len(batch[DECLARATION]), np.int64)
    for label, amounts in _amounts(batch):
        np.add.at(total, batch.owner(label, DECLARATION), amounts)
    return total


def balances(batch: Batch) -> tuple[Ints, Ints, Ints]:
    """Return declaration, employer category and balance in cents, of each pair of the first two.

    A compensation is the employer's, of no category.
    """
    classes = {
        RECORD: batch[RECORD].numbers("EmployerClass"),
        UNRELATED: batch[UNRELATED].numbers("UnrelatedEmployerClass"),
    }
    pairs, amounts = [np.array([], np.int64)], [np.array([], np.int64)]
    for label, found in _amounts(batch):
        holder = UNRELATED if label == UNRELATED else RECORD
        if label != COMPENSATION:
            category = classes[holder][batch.owner(label, holder)]
            pairs.append(batch.owner(label, DECLARATION) * MOST_CLASSES + category)
            amounts.append(found)
    keys, place = np.unique(np.concatenate(pairs), return_inverse=True)
    balance = np.zeros(len(keys), np.int64)
    np.add.at(balance, place, np.concatenate(amounts))
    return keys // MOST_CLASSES, keys % MOST_CLASSES, balance


@finds("007", DECLARATION, "NetOwedAmount", whole=True)
def other_total(view: View) -> Flags:
    """The sum that is given is the sum of what is in the declaration."""
    given = view.numbers(DECLARATION, "NetOwedAmount")
    return (given != ABSENT) & (given != owed(view.batch))


@finds("011", DECLARATION, "NetOwedAmount", whole=True)
def negative_balance(view: View) -> Flags:
    """No employer category has more reductions than contributions."""
    declaration, _category, balance = balances(view.batch)
    flags = np.zeros(len(view[DECLARATION]), np.bool_)
    flags[declaration[balance < 0]] = True
    return flags
