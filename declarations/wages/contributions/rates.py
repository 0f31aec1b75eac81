"""Which rates a quarter has, for each kind of worker and category of employer."""

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from declarations.wages.contributions.facts import FIGURES, Category, Kind
from declarations.wages.quarters import first_day
from portal.law.figures import Figure
from portal.law.money import Ints
from portal.law.steps import Flags

Part = Literal["worker", "employer", "holiday"]
ORDINARY: Final = (Kind.WHITE_COLLAR, Kind.MANUAL)
MODERATED: Final = (Category.GENERAL, Category.SHELTERED)
ALL: Final = tuple(Category)
HELD: Final = (Category.GENERAL, Category.MARIBEL, Category.SHELTERED)
WHOLE: Final = 10_000  # rates are in ten-thousandths


@dataclass(frozen=True)
class Share:
    """A share of the basis that some workers or their employers owe."""

    part: Part
    figure: str
    kinds: tuple[Kind, ...]
    categories: tuple[Category, ...]
    label: str


WORKER_PAYS: Final = gettext_noop("The worker pays %(figure)s of %(basis)s")
EMPLOYER_PAYS: Final = gettext_noop(
    "The employer pays %(figure)s of %(basis)s, moderation included"
)
MARIBEL_PAYS: Final = gettext_noop(
    "The employer of the Social Maribel pays %(figure)s of %(basis)s"
)

SHARES: Final = (
    Share("worker", "worker_rate", ORDINARY, HELD, WORKER_PAYS),
    Share("employer", "employer_rate_general", ORDINARY, MODERATED, EMPLOYER_PAYS),
    Share(
        "employer",
        "employer_rate_maribel",
        (Kind.WHITE_COLLAR,),
        (Category.MARIBEL,),
        MARIBEL_PAYS,
    ),
    Share(
        "employer",
        "employer_rate_maribel_manual",
        (Kind.MANUAL,),
        (Category.MARIBEL,),
        MARIBEL_PAYS,
    ),
    Share(
        "holiday",
        "holiday_rate",
        (Kind.MANUAL,),
        HELD,
        gettext_noop("Annual holidays of a manual worker: %(figure)s of %(basis)s"),
    ),
    Share(
        "employer",
        "flexi_rate",
        (Kind.FLEXI,),
        ALL,
        gettext_noop("The employer pays %(figure)s of the flexi pay of %(basis)s"),
    ),
    Share(
        "employer",
        "student_employer_rate",
        (Kind.STUDENT,),
        ALL,
        gettext_noop("Solidarity contribution of the employer: %(figure)s of %(basis)s"),
    ),
    Share(
        "worker",
        "student_worker_rate",
        (Kind.STUDENT,),
        ALL,
        gettext_noop("Solidarity contribution of the student: %(figure)s of %(basis)s"),
    ),
)


@dataclass(frozen=True)
class Rates:
    """The rates of one quarter, in ten-thousandths, and the cents of basis up to which they go.

    Each array has a cell for each pair of kind and category, found by ``place``. ``basis`` is the
    part of the pay that is counted; ``ceiling`` bounds the employer's basis.
    """

    basis: Ints
    worker: Ints
    employer: Ints
    holiday: Ints
    ceiling: Ints
    known: Flags
    shares: tuple[tuple[Share, Figure], ...]


def place(kind: Ints, category: Ints) -> Ints:
    """Return where the rates of each pair stand."""
    return kind * len(Category) + category


@cache
def rates(quarter: int) -> Rates:
    """Return the rates in force on the first day of a quarter; a figure not in force counts for 0.

    ``known`` says for which pairs the rate of an employer is held.
    """
    day = first_day(quarter)
    found = ((share, FIGURES.find(share.figure, day)) for share in SHARES)
    held = tuple((share, figure) for share, figure in found if figure)
    manual = FIGURES.on("manual_basis", day)
    basis = np.full((len(Kind), len(Category)), WHOLE)
    basis[Kind.MANUAL] = manual.value
    employer = _filled("employer", held)
    ceiling = FIGURES.find("wage_ceiling", day)
    most = np.full_like(basis, np.iinfo(np.int64).max)
    if ceiling:
        most[list(ORDINARY)] = ceiling.value * basis[list(ORDINARY)] // WHOLE
    return Rates(
        basis.ravel(),
        _filled("worker", held),
        employer,
        _filled("holiday", held),
        most.ravel(),
        employer > 0,
        held,
    )


def _filled(part: Part, held: tuple[tuple[Share, Figure], ...]) -> Ints:
    table = np.zeros((len(Kind), len(Category)), dtype=np.int64)
    for share, figure in held:
        if share.part == part:
            table[np.ix_(share.kinds, share.categories)] = figure.value
    return table.ravel()
