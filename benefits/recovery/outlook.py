"""How what was paid too much is paid back: what is left after each month to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from benefits.payments.dues import FIGURES
from benefits.payments.models import Posting, PostingKind, RepaymentPlan
from benefits.payments.queries import balance
from portal.people.models import Person

BACK: Final = (PostingKind.RECOVERED, PostingKind.REPAID)
MOST = 120  # months: what takes longer is shown as far as that


@dataclass(frozen=True)
class Left:
    """A month to come: what is taken in it and what is left after it, in cents."""

    month: date
    taken: int
    left: int


@dataclass(frozen=True)
class Recovery:
    """What a person pays back for a right, in cents.

    `paid` is what the last month gave after tax; `monthly` what is taken of it now, by a plan or as
    a share of it. `ahead` are the months to come.
    """

    debt: int
    recovered: int
    paid: int
    monthly: int
    plan: RepaymentPlan | None
    ahead: list[Left]

    @property
    def lasts_longer(self) -> bool:
        """Whether something is left after the last month shown."""
        return bool(self.ahead) and self.ahead[-1].left > 0


def recovery_of(person: Person, scheme: str, today: date) -> Recovery:
    """Return how a person's debt for a right (a code) goes from the month of a day on.

    What is taken is counted by what the last month gave, as the next run would take it.
    """
    debt = max(balance(person, scheme).debt, 0)
    plans = list(RepaymentPlan.objects.filter(person=person, scheme=scheme).order_by("-pk"))
    back = Posting.objects.filter(person=person, scheme=scheme, kind__in=BACK)
    recovered = sum(back.values_list("cents", flat=True))
    paid = _last_paid(person, scheme)
    plan = _plan_in(plans, today)
    ahead = _ahead(debt, paid, plans, today)
    return Recovery(debt, recovered, paid, taken_of(paid, plan, today), plan, ahead)


def _plan_in(plans: Sequence[RepaymentPlan], month: date) -> RepaymentPlan | None:
    """Return the plan that holds in a month, among all, the last one first."""
    return next((plan for plan in plans if plan.month <= month), None)


def taken_of(paid: int, plan: RepaymentPlan | None, month: date) -> int:
    """Return what is taken of a payment, in cents: the share of the law, or the plan's amount.

    A plan leaves the person the protected minimum. The payment run takes the same (`running`).
    """
    if plan is None:
        return paid * FIGURES.on("recovered_share", month).value // 100
    free = max(paid - FIGURES.on("protected_month", month).value, 0)
    return min(plan.cents, free)


def _last_paid(person: Person, scheme: str) -> int:
    """Return what the last month with anything due gave after tax."""
    kinds = {PostingKind.DUE: 1, PostingKind.REDUCED: -1, PostingKind.WITHHELD: -1}
    postings = Posting.objects.filter(person=person, scheme=scheme, kind__in=kinds)
    last = postings.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return 0
    of_month = postings.filter(month=last).values_list("kind", "cents")
    return max(sum(kinds[PostingKind(kind)] * cents for kind, cents in of_month), 0)


def _ahead(debt: int, paid: int, plans: Sequence[RepaymentPlan], today: date) -> list[Left]:
    months: list[Left] = []
    month = today.replace(day=1)
    while debt > 0 and len(months) < MOST:
        taken = min(debt, taken_of(paid, _plan_in(plans, month), month))
        debt -= taken
        months.append(Left(month, taken, debt))
        month = (month + timedelta(days=31)).replace(day=1)
    return months if any(each.taken for each in months) else []
