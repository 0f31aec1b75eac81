"""The application for increased reimbursement on the income of the household."""

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import MOST_PAY, MOST_YEAR
from benefits.claims.applications.base import Application, Told, day_sent, question, sent_on
from benefits.claims.applications.establishing import cents, count, flag
from benefits.claims.applications.known import WORK, YOU
from benefits.claims.fields import EurosField

DAYS = 26  # that unemployment benefit is paid for in a month

OWN = question(
    "own",
    other_year=EurosField(
        label=_("Other taxable income of yours in the whole of last year, in euros"),
        help_text=_("Beside the pay that your employers declared. 0 for none."),
        lowest=0,
        highest=MOST_YEAR,
    ),
    other_month=EurosField(
        label=_("Other taxable income of yours in the last month, in euros"),
        help_text=_("Beside your pay and unemployment benefit. 0 for none."),
        lowest=0,
        highest=MOST_PAY,
    ),
)
OTHERS = question(
    "others",
    lambda told: bool(told.members),
    others_year=EurosField(
        label=_("Taxable income of those who live with you in the whole of last year, in euros"),
        help_text=_("All together. 0 for none."),
        lowest=0,
        highest=MOST_YEAR,
    ),
    others_month=EurosField(
        label=_("Their taxable income in the last month, in euros"),
        help_text=_("All together. 0 for none."),
        lowest=0,
        highest=MOST_PAY,
    ),
)


def _last_year(told: Told) -> int:
    said = told.answer("other_year", 0) + told.answer("others_year", 0)
    return int(told.held("year_pay", 0) + said)


def _month(told: Told) -> int:
    working = "since" in told.known and told.held("until") is None
    pay = told.held("monthly_pay", 0) if working else 0
    benefit = told.held("unemployment_day", 0) * DAYS
    return int(pay + benefit + told.answer("other_month", 0) + told.answer("others_month", 0))


def _single_parent(told: Told) -> bool:
    return bool(told.held("children", 0)) and not told.adults


INCREASED_REIMBURSEMENT_INCOME = Application(
    scheme="increased_reimbursement_income",
    known=(*YOU, "members", "children", *WORK, "monthly_pay", "year_pay", "unemployment_day"),
    questions=(OWN, OTHERS),
    facts={
        "asked_on": sent_on,
        "members": lambda told: len(told.members),
        "last_year": _last_year,
        "month": _month,
        "indicator": _single_parent,
    },
    day=day_sent,
    establishes={
        "members": count(_("Members of the household beside the applicant"), 30),
        "last_year": cents(_("Gross taxable income of the household last year, in euros")),
        "month": cents(_("Gross taxable income of the household in the month before, in euros")),
        "indicator": flag(
            _(
                "Somebody is a widow or widower, pensioner, invalid, disabled, a single parent,"
                " or unemployed or ill for three months"
            )
        ),
    },
    checked_by=_("the income of your household"),
)
