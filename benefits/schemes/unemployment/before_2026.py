"""Full unemployment for claims begun up to 28 February 2026."""

from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes.unemployment.facts import FIGURES, Facts
from benefits.schemes.unemployment.version import Conditions
from portal.law.figures import Figure
from portal.law.steps import Flags, Quantity, Step

LAST_DAY = date(2026, 2, 28)
LEGAL_GROUND = gettext_noop("Royal Decree of 25 November 1991")

# From month 7 a lower wage cap applied, of which the amounts are not in the tables.
KNOWN_MONTHS = 6

BANDS = ("young", "middle", "older")


def conditions(facts: Facts, on: date) -> Conditions:
    """Entry by age band; the right had no last day."""
    day = min(on, LAST_DAY)
    limits = [FIGURES.on(name, day).value for name in ("middle_age", "older_age")]
    band = np.digitize(facts.age, limits)
    required = [FIGURES.on(f"entry_days_{name}", day) for name in BANDS]
    windows = [FIGURES.on(f"entry_window_{name}", day) for name in BANDS]
    steps = tuple(
        _entry(facts, figure, window, band == place)
        for place, (figure, window) in enumerate(zip(required, windows, strict=True))
    )
    return Conditions(
        np.array([figure.value for figure in required])[band],
        np.zeros(len(facts), dtype=np.int64),
        np.zeros(len(facts), dtype=bool),
        KNOWN_MONTHS,
        steps,
    )


def _entry(facts: Facts, figure: Figure, window: Figure, applies: Flags) -> Step:
    return Step.by(
        figure,
        "entry",
        gettext_noop(
            "Days of work counted in the last %(window)s months: %(counted)s;"
            " needed at this age: %(figure)s"
        ),
        facts.days_counted >= figure.value,
        "flag",
        {
            "window": window.quantity,
            "counted": Quantity(facts.days_counted, "days"),
        },
        applies,
    )
