"""What the rule for integration income is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from benefits.schemes import base
from portal.law.days import Days
from portal.law.figures import Figures
from portal.law.money import Ints
from portal.law.steps import Flags

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"))


class Category(base.Code):
    """With whom one lives."""

    COHABITING = 1
    ALONE = 2
    FAMILY_CHARGE = 3


@dataclass(frozen=True)
class Facts(base.Facts):
    """One applicant for each place; amounts are cents a month, property is cents a year.

    ``work`` is net pay, of which a part is exempt where ``starts_work``: for three years after a
    first job or training. ``other`` holds pensions, allowances and whatever else counts in full;
    ``partner`` the means of a partner in the household; ``relatives`` those of the parents and
    adult children in the household who owe maintenance, and ``adults`` how many they are.
    ``cadastral`` is the unindexed income of property and ``children`` how many raise its exempt
    part. ``enquiry`` says that the social enquiry has been held, ``willing`` that it found the
    applicant willing to work or excused. ``asked_on`` is the day of the request.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"category": Category}

    category: Ints
    asked_on: Days
    age: Ints
    resides: Flags
    willing: Flags
    enquiry: Flags
    work: Ints
    starts_work: Flags
    other: Ints
    partner: Ints
    relatives: Ints
    adults: Ints
    cadastral: Ints
    children: Ints
