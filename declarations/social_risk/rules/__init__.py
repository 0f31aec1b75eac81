"""The rules of a social risk beyond its information model: a small module each.

Most hold for every scenario that lists their anomaly; what is particular to one scenario stands in
a module of its own. They are asked in this order, and a refusal ends it.
"""

from typing import Final

from declarations.social_risk.rules import (
    days,
    employment,
    end_of_contract,
    pay,
    temporary_unemployment,
)
from declarations.social_risk.rules.case import Case, Rule

__all__ = ["RULES", "Case", "Rule"]

RULES: Final[tuple[Rule, ...]] = (
    days.made,
    days.in_order,
    days.of_one_month,
    days.natures,
    days.not_to_come,
    pay.grid_in_weeks,
    pay.of_its_unit,
    end_of_contract.has_ended,
    employment.hired,
    employment.hiring_number,
    employment.within_the_contract,
    employment.as_the_wages_say,
    days.once,
    temporary_unemployment.not_while_ill,
    temporary_unemployment.not_too_many_in_a_row,
)
