"""The rules of a social risk beyond its information model: a small module each.

Most hold for every scenario that lists their anomaly; what is particular to one scenario stands in
a module of its own. They are asked in this order, and a refusal ends it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from declarations.social_risk.contents import OpenValueError, Walked
from declarations.social_risk.rules import (
    days,
    employment,
    end_of_contract,
    pay,
    references,
    temporary_unemployment,
)
from declarations.social_risk.rules.case import Case, Rule

__all__ = ["Case", "Rule", "asked_of"]

RULES: Final[tuple[Rule, ...]] = (
    days.made,
    days.in_order,
    days.of_one_month,
    days.natures,
    days.not_to_come,
    pay.grid_in_weeks,
    pay.of_its_unit,
    references.one_of_each_type,
    references.what_it_began_with,
    end_of_contract.has_ended,
    employment.hired,
    employment.hiring_number,
    employment.within_the_contract,
    employment.as_the_wages_say,
    days.once,
    temporary_unemployment.not_while_ill,
    temporary_unemployment.not_too_many_in_a_row,
)

# Those that look at nothing but the form, its days and when it was received.
ALONE: Final = frozenset(
    (
        *(days.made, days.in_order, days.of_one_month, days.natures, days.not_to_come),
        *(pay.grid_in_weeks, pay.of_its_unit, end_of_contract.has_ended),
        *(references.one_of_each_type, references.what_it_began_with),
        temporary_unemployment.not_too_many_in_a_row,
    )
)


def asked_of(case: Case) -> Sequence[Rule]:
    """Return the rules that a form must still be asked: not those that were right of its shape.

    Forms that share a shape are of one message, and so received together.
    """
    if type(case.content) is not Walked:
        return RULES
    shape = case.content.shape
    asked: tuple[Rule, ...] | None = shape.seen.get(case.days)
    if asked is None:
        common = replace(case, content=shape.common)
        asked = tuple(each for each in RULES if each not in ALONE or not _right(each, common))
        shape.seen[case.days] = asked
    return asked


def _right(rule: Rule, common: Case) -> bool:
    """Say whether a rule finds nothing in what forms have in common, and looks at nothing else.

    What cannot even compare or read an open value has looked at it.
    """
    try:
        return next(iter(rule(common)), None) is None
    except (OpenValueError, TypeError):
        return False
