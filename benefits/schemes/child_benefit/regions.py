"""What each region gives: a base, and supplements by income and family."""

from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes.child_benefit.facts import (
    FIGURES,
    LARGE_FAMILY,
    Amount,
    Facts,
    Region,
    below,
)
from portal.law.days import years_of_age
from portal.law.steps import Flags

BASE = gettext_noop("Base of a month for a child of this age: %(figure)s")
LOW = gettext_noop("Supplement for a low income: %(figure)s")
MIDDLE = gettext_noop("Supplement for a middle income: %(figure)s")
LARGE = gettext_noop("Supplement for three children or more: %(figure)s")
SINGLE = gettext_noop("Supplement for a single parent: %(figure)s")
INVALID = gettext_noop("Supplement for a parent who cannot work: %(figure)s")
OLDER_FROM = 12  # years, in Brussels


def flanders(facts: Facts, on: date, here: Flags, amount: Amount) -> None:
    """The growth package of children born from 2019 on."""
    many = facts.children >= LARGE_FAMILY
    amount.add("flanders_base", on, "base", BASE, here)
    low, unknown = below("flanders_low_income", on, facts)
    amount.unknown |= here & unknown
    amount.add("flanders_supplement", on, "income", LOW, here & low & ~many)
    amount.add("flanders_supplement_many", on, "income", LOW, here & low & many)
    middle, unknown = below("flanders_middle_income", on, facts)
    amount.unknown |= here & ~low & unknown
    amount.add("flanders_supplement_middle", on, "income", MIDDLE, here & middle & ~low & many)


def wallonia(facts: Facts, on: date, here: Flags, amount: Amount) -> None:
    """The system of children born from 2020 on; supplements are added to each other."""
    age = years_of_age(facts.born, on)
    adult = age >= FIGURES.on("adult_age", on).value
    many = facts.children >= LARGE_FAMILY
    amount.add("wallonia_young", on, "base", BASE, here & ~adult)
    amount.add("wallonia_adult", on, "base", BASE, here & adult)
    low, _ = below("wallonia_low_income", on, facts)
    limit, _ = below("wallonia_middle_income", on, facts)
    low, middle = here & low, here & limit & ~low
    amount.add("wallonia_low", on, "income", LOW, low)
    amount.add("wallonia_middle", on, "income", MIDDLE, middle)
    amount.add("wallonia_low_many", on, "large", LARGE, low & many)
    amount.add("wallonia_middle_many", on, "large", LARGE, middle & many)
    amount.add("wallonia_low_single", on, "single", SINGLE, low & facts.single_parent)
    amount.add("wallonia_middle_single", on, "single", SINGLE, middle & facts.single_parent)
    amount.add(
        "wallonia_low_invalid", on, "invalid", INVALID, (low | middle) & facts.invalid_parent
    )


def brussels(facts: Facts, on: date, here: Flags, amount: Amount) -> None:
    """One system for all children since 2020; the supplement goes by number, age and parents."""
    age = years_of_age(facts.born, on)
    adult = age >= FIGURES.on("adult_age", on).value
    older = age >= OLDER_FROM
    amount.add("brussels_child", on, "base", BASE, here & ~older)
    amount.add("brussels_youth", on, "base", BASE, here & older & ~(adult & facts.higher))
    amount.add("brussels_student", on, "base", BASE, here & adult & facts.higher)
    low, unknown = below("brussels_low_income", on, facts)
    limit, _ = below("brussels_middle_income", on, facts)
    amount.unknown |= here & unknown
    poor: Flags = here & _little_property(facts, on)
    for name, number in (("one", 1), ("two", 2), ("three", LARGE_FAMILY)):
        family = poor & (np.clip(facts.children, 1, LARGE_FAMILY) == number)
        amount.add(f"brussels_{name}", on, "income", LOW, family & low & ~older)
        amount.add(f"brussels_{name}_older", on, "income", LOW, family & low & older)
        if number > 1:  # one child of a single parent has no more than one of two parents
            single = family & low & facts.single_parent
            amount.add(f"brussels_{name}_single", on, "single", SINGLE, single)
            amount.add(f"brussels_middle_{name}", on, "income", MIDDLE, family & limit & ~low)


def _little_property(facts: Facts, on: date) -> Flags:
    limit = FIGURES.find("brussels_cadastral", on)
    return np.ones(len(facts), dtype=bool) if limit is None else facts.cadastral < limit.value


def german_speaking(facts: Facts, on: date, here: Flags, amount: Amount) -> None:
    """The German-speaking Community: its amounts are known for 2019 only."""
    amount.add("german_base", on, "base", BASE, here)
    amount.add("german_many", on, "large", LARGE, here & (facts.children >= LARGE_FAMILY))
    amount.unknown |= here & (on.year > FIGURES.on("german_base", on).since.year)


REGIONS = {
    Region.FLANDERS: flanders,
    Region.WALLONIA: wallonia,
    Region.BRUSSELS: brussels,
    Region.GERMAN_SPEAKING: german_speaking,
}
