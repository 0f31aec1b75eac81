"""How fast contributions are calculated again."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from declarations.wages.contributions.bonus import lines, months_of
from declarations.wages.contributions.calculating import calculate
from declarations.wages.contributions.facts import FIGURES, Category, Kind, Wages
from declarations.wages.quarters import first_day
from portal.law.money import Ints
from portal.pages.bench import Result, bench, medians

QUARTER = 20253
WORKERS = 400_000
CHUNK = 8_192  # rows at a time: what they need stays near the processor
LOOPED = 2_000  # workers that the loop calculates
ROUNDS = 10
GOAL = 50
TWO_PLACES = Decimal("0.01")
WHOLE, MONTHS = 10_000, 3


@bench("wages-contributions")
def contributions() -> Result:
    """Compare the arrays with a loop over Decimal, worker by worker, that comes to the same."""
    wages = _wages(WORKERS)
    few = wages.rows(slice(0, LOOPED))
    loop = _Loop.of_quarter()
    if _by_arrays(few).tolist() != loop.net(few):
        raise RuntimeError("the two ways do not come to the same")
    ours, theirs = medians([lambda: _by_arrays(wages), lambda: loop.net(few)], ROUNDS)
    rate, limit_rate = WORKERS / ours, LOOPED / theirs
    limit = (
        f"workers a second of a loop over Decimal, figures at hand, {LOOPED} workers: contributions"
        f", structural reduction, work bonus of each month; ours: {WORKERS}, one process"
    )
    more = {"per_second": round(rate), "limit_per_second": round(limit_rate)}
    return Result(rate / limit_rate, GOAL, limit, more, at_least=True)


def _wages(count: int) -> Wages:
    random = np.random.default_rng(1)
    days = random.integers(500, 6_500, count)
    pay = random.integers(150_000, 2_000_000, count)
    return Wages(
        worker=np.arange(count),
        kind=random.choice(np.array([Kind.WHITE_COLLAR, Kind.MANUAL]), count),
        category=np.full(count, Category.GENERAL),
        pay=pay,
        counted=pay,
        paid=days,
        worked=days,
        week=np.full(count, 500),
        half_time=np.full(count, True),
    )


def _by_arrays(wages: Wages) -> Ints:
    parts = (wages.rows(slice(at, at + CHUNK)) for at in range(0, len(wages), CHUNK))
    return np.concatenate([calculate(part, QUARTER).net for part in parts])


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(TWO_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True)
class _Loop:
    """The rules once more, as one would write them for one worker: euros, figures as Decimal.

    A line of the bonus is (most, lower limit, upper limit, slope), for both kinds of worker.
    """

    rate: dict[str, Decimal]
    limit: dict[str, Decimal]
    bonus: list[dict[int, list[tuple[Decimal, ...]]]]

    @classmethod
    def of_quarter(cls) -> "_Loop":
        day = first_day(QUARTER)
        every = {name: FIGURES.find(name, day) for name in FIGURES.tables}
        held = {name: Decimal(figure.value) for name, figure in every.items() if figure}
        return cls(
            {name: value / WHOLE for name, value in held.items()},
            {name: value / 100 for name, value in held.items()},
            [
                {
                    Kind.WHITE_COLLAR: [
                        _line(each.most, each.lower, each.upper, each.slope)
                        for each in lines(month)
                    ],
                    Kind.MANUAL: [
                        _line(each.most_manual, each.lower, each.upper, each.slope_manual)
                        for each in lines(month)
                    ],
                }
                for month in months_of(QUARTER)
            ],
        )

    def net(self, wages: Wages) -> list[int]:
        """Return the cents left to pay for each worker."""
        rows = zip(wages.kind, wages.pay, wages.paid, wages.week, strict=True)
        return [int(self._one(*(int(value) for value in row)) * 100) for row in rows]

    def _one(self, kind: int, pay_cents: int, days: int, week: int) -> Decimal:
        pay, rate = Decimal(pay_cents) / 100, self.rate
        basis = _cents(pay * rate["manual_basis"]) if kind == Kind.MANUAL else pay
        holiday = rate["holiday_rate"] if kind == Kind.MANUAL else Decimal(0)
        bounded = min(basis, self.limit["wage_ceiling"])
        general = bounded * rate["employer_rate_general"]
        total = _cents(basis * (rate["worker_rate"] + holiday) + general)
        worker = _cents(basis * rate["worker_rate"])
        employer = total - worker - _cents(basis * holiday)
        share = _cents(Decimal(days) / (13 * week))
        reference = _cents(pay * _cents(Decimal(13 * week) / days))
        reduction = min(self._reduction(reference, share), employer)
        return total - reduction - self._bonus(kind, reference, share, worker)

    def _reduction(self, reference: Decimal, share: Decimal) -> Decimal:
        low = self.limit["reduction_general_low_limit"] - reference
        very_low = self.limit["reduction_general_very_low_limit"] - reference
        full = _cents(
            self.rate["reduction_general_low_rate"] * max(low, Decimal(0))
            + self.rate["reduction_general_very_low_rate"] * max(very_low, Decimal(0))
        )
        if share >= self.rate["share_full"]:
            return full
        above = max(share - self.rate["share_step"], Decimal(0))
        factor = self.rate["factor"] + above * self.rate["factor_slope"]
        return min(_cents(full * share * factor), full)

    def _bonus(self, kind: int, reference: Decimal, share: Decimal, worker: Decimal) -> Decimal:
        pay, owed = _cents(reference / MONTHS), _cents(worker / MONTHS)
        total = Decimal(0)
        for month in self.bonus:
            full = Decimal(0)
            for most, lower, upper, slope in month[kind]:
                if pay <= upper:
                    fallen = slope * max(pay - lower, Decimal(0))
                    full += max(_cents(most - fallen), Decimal(0))
            total += min(_cents(full * min(share, Decimal(1))), owed)
        return min(total, worker)


def _line(most: int, lower: int, upper: int, slope: int) -> tuple[Decimal, ...]:
    return (*(Decimal(cents) / 100 for cents in (most, lower, upper)), Decimal(slope) / WHOLE)
