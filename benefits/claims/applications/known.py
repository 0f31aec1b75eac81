"""The headings that sources fill in: what each is called, where it stands and who says it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.sources import Sources
from benefits.claims.applications.without_work import cause_of
from benefits.claims.headings import Entry, Heading, Kind, Source, entry
from benefits.schemes.child_benefit.postal_codes import region_of

Reader = Callable[[Sources], Entry | None]


class KnownHeading(NamedTuple):
    """A heading and how its value is read; None where no source knows it."""

    heading: Heading
    read: Reader


def _of_home(sources: Sources, field: str) -> Any:
    return getattr(sources.home.household, field) if sources.home else ""


def _of_work(field: str) -> Reader:
    return lambda sources: sources.declared(getattr(sources.work, field, None))


def _first_day_without_work(sources: Sources) -> Entry | None:
    until = sources.work.until if sources.work else None
    return sources.declared(until + timedelta(days=1)) if until else None


def _children(sources: Sources) -> Entry:
    own = [each for each in sources.members if each["kin"] == "child" and not each["adult"]]
    return sources.registered(len(own))


def _child(sources: Sources) -> Entry | None:
    return sources.registered(sources.child.full_name) if sources.child else None


def _birth_of_child(sources: Sources) -> Entry | None:
    return sources.registered(sources.child.birth_date) if sources.child else None


def _region(sources: Sources) -> Entry | None:
    region = region_of(_of_home(sources, "postal_code"))
    return sources.registered(region) if region else None


def _weekly_hours(sources: Sources) -> Entry | None:
    return sources.paid(sources.weekly_hours)


def _monthly_pay(sources: Sources) -> Entry | None:
    return sources.paid(sources.pay.month) if sources.pay else None


def _year_pay(sources: Sources) -> Entry | None:
    return sources.paid(sources.pay.year) if sources.pay else None


def _unemployment_day(sources: Sources) -> Entry | None:
    decision = sources.unemployment
    if decision is None or not decision.amount:
        return None
    return entry(decision.amount, timezone.localdate(decision.decided_at))


def _statuses(sources: Sources) -> Entry | None:
    held, told_on = sources.statuses
    return entry(held, told_on) if held and told_on else None


def _month_without_work(sources: Sources) -> Entry | None:
    month = sources.month_without_work
    return entry(month.first, sources.today) if month else None


def _hours_without_work(sources: Sources) -> Entry | None:
    month = sources.month_without_work
    return entry(sum(month.hours.values()), sources.today) if month else None


def _cause_without_work(sources: Sources) -> Entry | None:
    month = sources.month_without_work
    return entry(cause_of(month), sources.today) if month else None


def _iban(sources: Sources) -> Entry | None:
    account = sources.person.pay_accounts.order_by("-pk").first()
    return entry(account.iban, timezone.localdate(account.told_at)) if account else None


_ROWS: Final[tuple[tuple[str, str, Any, Kind, Source, Reader], ...]] = (
    ("name", "you", _("Name"), Kind.TEXT, Source.REGISTER,
     lambda sources: sources.registered(sources.person.full_name)),
    ("inss", "you", _("National register number"), Kind.INSS, Source.REGISTER,
     lambda sources: sources.registered(sources.person.inss)),
    ("birth_date", "you", _("Date of birth"), Kind.DATE, Source.REGISTER,
     lambda sources: sources.registered(sources.person.birth_date)),
    ("address", "you", _("Address"), Kind.TEXT, Source.REGISTER,
     lambda sources: sources.registered(_of_home(sources, "address"))),
    ("address_since", "you", _("At this address since"), Kind.DATE, Source.REGISTER,
     lambda sources: sources.registered(sources.home.since) if sources.home else None),
    ("members", "household", _("Who lives with you"), Kind.MEMBERS, Source.REGISTER,
     lambda sources: sources.registered(sources.members)),
    ("children", "household", _("Your children under age who live with you"), Kind.COUNT,
     Source.REGISTER, _children),
    ("child", "child", _("Name of the child"), Kind.TEXT, Source.REGISTER, _child),
    ("child_born", "child", _("Day of birth of the child"), Kind.DATE, Source.REGISTER,
     _birth_of_child),
    ("region", "child", _("Region of the address"), Kind.REGION, Source.REGISTER, _region),
    ("employer", "work", _("Last employer"), Kind.TEXT, Source.HIRING,
     lambda sources: sources.declared(sources.work and sources.work.company.name)),
    ("enterprise", "work", _("Enterprise number"), Kind.ENTERPRISE, Source.HIRING,
     lambda sources: sources.declared(sources.work and sources.work.company.enterprise_number)),
    ("worker_type", "work", _("Kind of work"), Kind.WORKER_TYPE, Source.HIRING,
     _of_work("worker_type")),
    ("joint_committee", "work", _("Joint committee"), Kind.JOINT_COMMITTEE, Source.HIRING,
     _of_work("joint_committee")),
    ("since", "work", _("First day of work"), Kind.DATE, Source.HIRING, _of_work("since")),
    ("until", "work", _("Last day of work"), Kind.DATE, Source.HIRING, _of_work("until")),
    ("monthly_pay", "pay", _("Gross pay of a whole month"), Kind.EUROS, Source.WAGES,
     _monthly_pay),
    ("year_pay", "pay", _("Gross pay of last year"), Kind.EUROS, Source.WAGES, _year_pay),
    ("weekly_hours", "pay", _("Hours of a full week in your job"), Kind.HOURS, Source.WAGES,
     _weekly_hours),
    ("month_without_work", "risk", _("Month without work"), Kind.MONTH, Source.RISK,
     _month_without_work),
    ("cause_without_work", "risk", _("Why there was no work"), Kind.CAUSE, Source.RISK,
     _cause_without_work),
    ("hours_without_work", "risk", _("Hours without work in that month"), Kind.HOURS, Source.RISK,
     _hours_without_work),
    ("ill_since", "risk", _("First day of the incapacity"), Kind.DATE, Source.RISK,
     lambda sources: sources.risk_since("zima001", "001")),
    ("rest_since", "risk", _("First day of the maternity rest"), Kind.DATE, Source.RISK,
     lambda sources: sources.risk_since("zima001", "002")),
    ("accident_on", "risk", _("Day of the accident"), Kind.DATE, Source.RISK,
     lambda sources: sources.risk_since("aoat001")),
    ("claim_start", "days", _("First day without work"), Kind.DATE, Source.HIRING,
     _first_day_without_work),
    ("days_counted", "days", _("Working days in the reference period"), Kind.DAYS, Source.COUNTED,
     lambda sources: sources.counted(sources.days_in_window)),
    ("days_of_year", "days", _("Working days in the last twelve months"), Kind.DAYS,
     Source.COUNTED, lambda sources: sources.counted(sources.days_since(12))),
    ("insured_months", "days", _("Months with work in the last twelve"), Kind.COUNT,
     Source.COUNTED, lambda sources: sources.counted(sources.months_worked(12))),
    ("career_days", "days", _("Working days in your whole career"), Kind.DAYS, Source.COUNTED,
     lambda sources: sources.counted(sources.days_of_career)),
    ("unemployment_day", "rights", _("Your unemployment benefit of a day"), Kind.EUROS,
     Source.DECISION, _unemployment_day),
    ("statuses", "statuses", _("Rights that institutions told us of"), Kind.STATUSES,
     Source.STATUS, _statuses),
    ("iban", "account", _("Account that we pay into"), Kind.IBAN, Source.ACCOUNT, _iban),
)  # fmt: skip

KNOWN: Final[dict[str, KnownHeading]] = {
    key: KnownHeading(Heading(key, group, label, kind, source), read)
    for key, group, label, kind, source, read in _ROWS
}
YOU: Final = ("name", "inss", "birth_date", "address")
WORK: Final = ("employer", "enterprise", "worker_type", "joint_committee", "since", "until")
