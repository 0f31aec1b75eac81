"""The rights, each a package: its rule, its dated figures and its situations in prose."""

from collections.abc import Iterator
from typing import Any

from benefits.schemes import (
    child_benefit,
    elderly_income_guarantee,
    holiday_pay,
    incapacity,
    income_replacement,
    increased_reimbursement,
    increased_reimbursement_income,
    integration_income,
    maternity,
    maximum_billing,
    social_energy_tariff,
    temporary_unemployment,
    unemployment,
    work_accident,
)
from benefits.schemes.base import Scheme

SCHEMES: dict[str, Scheme[Any]] = {
    scheme.code: scheme
    for scheme in (
        unemployment.SCHEME,
        temporary_unemployment.SCHEME,
        incapacity.SCHEME,
        maternity.SCHEME,
        work_accident.SCHEME,
        increased_reimbursement.SCHEME,
        increased_reimbursement_income.SCHEME,
        maximum_billing.SCHEME,
        social_energy_tariff.SCHEME,
        holiday_pay.SCHEME,
        child_benefit.SCHEME,
        integration_income.SCHEME,
        elderly_income_guarantee.SCHEME,
        income_replacement.SCHEME,
    )
}


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Texts of the figures that pages show, with their file: the articles of law."""
    for scheme in SCHEMES.values():
        rows = (row for table in scheme.figures.tables.values() for row in table.rows)
        for article in sorted({row.article for row in rows}):
            yield article, f"benefits/schemes/{scheme.code}/figures.yaml"
