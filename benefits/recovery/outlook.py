"""How what was paid too much is paid back: what is left after each month to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from benefits.payments.dues import FIGURES
from benefits.payments.models import Posting, PostingKind, RepaymentPlan
from benefits.payments.queries import balance
from portal.people.models import Person

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

    `monthly` is what is taken a month, by a plan or as a share of what is paid; 0 where nothing is
    paid at present. `ahead` are the months to come.
    """

    debt: int
    recovered: int
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
    plan = (
        RepaymentPlan.objects.filter(person=person, scheme=scheme, month__lte=today)
        .order_by("-pk")
        .first()
    )
    of = Posting.objects.filter(person=person, scheme=scheme)
    recovered = sum(of.filter(kind=PostingKind.RECOVERED).values_list("cents", flat=True))
    monthly = taken_of(_last_paid(person, scheme), plan, today)
    return Recovery(debt, recovered, monthly, plan, _ahead(debt, monthly, today))


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


def _ahead(debt: int, monthly: int, today: date) -> list[Left]:
    months: list[Left] = []
    month = today.replace(day=1)
    while debt > 0 and monthly > 0 and len(months) < MOST:
        taken = min(debt, monthly)
        debt -= taken
        months.append(Left(month, taken, debt))
        month = (month + timedelta(days=31)).replace(day=1)
    return months
