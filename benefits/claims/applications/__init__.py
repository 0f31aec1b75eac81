"""The applications that citizens can make, by scheme, and the rights that follow without one."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.base import Application
from benefits.claims.applications.child_benefit import CHILD_BENEFIT
from benefits.claims.applications.elderly_income_guarantee import ELDERLY_INCOME_GUARANTEE
from benefits.claims.applications.incapacity import INCAPACITY
from benefits.claims.applications.income_replacement import INCOME_REPLACEMENT
from benefits.claims.applications.increased_reimbursement_income import (
    INCREASED_REIMBURSEMENT_INCOME,
)
from benefits.claims.applications.integration_income import INTEGRATION_INCOME
from benefits.claims.applications.maternity import MATERNITY
from benefits.claims.applications.temporary_unemployment import TEMPORARY_UNEMPLOYMENT
from benefits.claims.applications.unemployment import UNEMPLOYMENT
from benefits.claims.applications.work_accident import WORK_ACCIDENT

APPLICATIONS: Final[dict[str, Application]] = {
    application.scheme: application
    for application in (
        UNEMPLOYMENT,
        TEMPORARY_UNEMPLOYMENT,
        INCAPACITY,
        MATERNITY,
        WORK_ACCIDENT,
        CHILD_BENEFIT,
        INTEGRATION_INCOME,
        ELDERLY_INCOME_GUARANTEE,
        INCOME_REPLACEMENT,
        INCREASED_REIMBURSEMENT_INCOME,
    )
}
# Rights that follow without asking, and from what.
FOLLOWS: Final[dict[str, str | Promise]] = {
    "increased_reimbursement": _(
        "It follows from a status that an institution reports, such as integration income. It"
        " covers your household from that day on."
    ),
    "social_energy_tariff": _(
        "It follows from another right of yours. Your supplier is told of it: you do nothing."
    ),
    "maximum_billing": _(
        "Your health insurance fund counts what you pay for care and returns what is above the"
        " ceiling of your household."
    ),
    "holiday_pay": _(
        "It follows from what your employers declared of last year. The fund pays manual workers"
        " in May; employees get it from their employer."
    ),
}
# Those of them that others calculate and pay: why the portal decides nothing of them.
ELSEWHERE: Final[dict[str, str | Promise]] = {
    "maximum_billing": _(
        "Your fund calculates it, and this portal does not: what you paid for care is known to the"
        " fund alone. Ask your fund how far you are from your ceiling."
    ),
    "holiday_pay": _(
        "The holiday fund or your employer calculates it, and this portal decides nothing: days of"
        " illness and the like count too, and wages do not tell them all."
    ),
}
