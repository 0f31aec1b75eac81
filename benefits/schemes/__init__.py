"""The rights, each a package: its rule, its dated figures and its situations in prose."""

from typing import Any

from benefits.schemes import increased_reimbursement, social_energy_tariff, unemployment
from benefits.schemes.base import Scheme

SCHEMES: dict[str, Scheme[Any]] = {
    scheme.code: scheme
    for scheme in (
        unemployment.SCHEME,
        increased_reimbursement.SCHEME,
        social_energy_tariff.SCHEME,
    )
}
