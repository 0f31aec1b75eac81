"""Pay: its kinds, and what goes with each."""

from declarations.wages.batch import ABSENT, Flags
from declarations.wages.rules.codes import (
    BONUSES,
    DEPARTURES,
    FLEXI,
    FLEXI_PAY,
    HOLIDAY_PAY_ON_LEAVING,
    MANUAL,
    MOBILITY_BALANCE,
    ORDINARY_PAY,
    PAID_WORK,
    among,
)
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View

OCCUPATION, RECORD, PAY, SERVICE = "Occupation", "WorkerRecord", "Remun", "Service"
INFORMATION = "OccupationInformations"
TIPPED_WITHOUT_PAY = b"8"  # partly paid by tips, and declared without pay for a part


@finds("001", PAY, "BonusPaymentFrequency")
def frequency_missing(view: View) -> Flags:
    """A bonus says in how many months it is paid once."""
    bonus = among(view.numbers(PAY, "RemunCode"), BONUSES)
    return bonus & (view.numbers(PAY, "BonusPaymentFrequency") == ABSENT)


@finds("029", PAY, "BonusPaymentFrequency")
def frequency_of_no_bonus(view: View) -> Flags:
    """Only a bonus has a frequency."""
    bonus = among(view.numbers(PAY, "RemunCode"), BONUSES)
    return ~bonus & (view.numbers(PAY, "BonusPaymentFrequency") != ABSENT)


@finds("029", PAY, "PercentagePaid")
def percentage_of_no_ordinary_pay(view: View) -> Flags:
    """Only ordinary pay is raised by a percentage for unpaid rest."""
    ordinary = view.numbers(PAY, "RemunCode") == ORDINARY_PAY
    return ~ordinary & (view.numbers(PAY, "PercentagePaid") != ABSENT)


@finds("008", PAY, "RemunAmount")
def nothing_paid(view: View) -> Flags:
    """Only the balance of a mobility budget can be nought."""
    nothing = view.numbers(PAY, "RemunAmount") == 0
    return nothing & (view.numbers(PAY, "RemunCode") != MOBILITY_BALANCE)


@finds("030", PAY, "RemunCode")
def pay_of_other_workers(view: View) -> Flags:
    """Flexi-pay is for flexi-jobs; holiday pay on leaving, for who is not a manual worker."""
    code, worker = view.numbers(PAY, "RemunCode"), view.down(view.worker_code, RECORD, PAY)
    flexi = among(code, FLEXI_PAY) & ~among(worker, FLEXI)
    return flexi | (among(code, HOLIDAY_PAY_ON_LEAVING) & among(worker, MANUAL))


@finds("001", INFORMATION, "MobilityBudget")
def mobility_budget_missing(view: View) -> Flags:
    """The balance of a mobility budget goes with the budget."""
    balance = view.numbers(PAY, "RemunCode") == MOBILITY_BALANCE
    paid = view.down(view.holds(OCCUPATION, PAY, balance), OCCUPATION, INFORMATION)
    return paid & (view.numbers(INFORMATION, "MobilityBudget") == ABSENT)


@finds("169", OCCUPATION)
def severance_with_other_pay(view: View) -> Flags:
    """Severance that covers a period is an occupation of its own."""
    departure = among(view.numbers(PAY, "RemunCode"), DEPARTURES)
    return view.holds(OCCUPATION, PAY, departure) & view.holds(OCCUPATION, PAY, ~departure)


@finds("484", OCCUPATION)
def severance_of_a_flexi_job(view: View) -> Flags:
    """A flexi-job gives no severance that covers a period."""
    departure = among(view.numbers(PAY, "RemunCode"), DEPARTURES)
    flexi = view.down(among(view.worker_code, FLEXI), RECORD, OCCUPATION)
    return flexi & view.holds(OCCUPATION, PAY, departure)


@finds("001", OCCUPATION, missing=PAY)
def time_without_pay(view: View) -> Flags:
    """Paid work is paid."""
    work = view.holds(OCCUPATION, SERVICE, view.numbers(SERVICE, "ServiceCode") == PAID_WORK)
    tipped = view.words(OCCUPATION, "DaysJustification") == TIPPED_WITHOUT_PAY
    return work & ~tipped & ~view.holds(OCCUPATION, PAY)


@finds("134", OCCUPATION)
def nothing_declared(view: View) -> Flags:
    """An occupation has working time or pay, unless its worker was away or had no work."""
    away = view.numbers(OCCUPATION, "ReorganisationMeasure") != ABSENT
    away |= view.words(OCCUPATION, "DaysJustification") != b""
    return ~away & ~view.holds(OCCUPATION, SERVICE) & ~view.holds(OCCUPATION, PAY)
