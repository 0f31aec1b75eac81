"""A person's situation as rules see it: what the portal holds, and what a question changes."""

from dataclasses import dataclass, field
from datetime import date

from benefits.schemes.child_benefit.postal_codes import region_of
from declarations.statuses.queries import StatusSpell
from portal.law.days import full_years


@dataclass(frozen=True)
class Situation:
    """One person on the day `on`; money is gross cents.

    `born` and `postal_code` are empty where the register does not know them. `children` are the
    births of the children in the household, `adults` the number of other adults there and
    `others_income` what they have a month (None: not known). `working` says that a contract runs;
    without one, `left_on` is the last day of the last work. `days_counted` and `career_days` are
    those of the six-day week. `monthly_pay` is that of a whole month (0: not known), `year_pay`
    that of last calendar year; `manual` says whether it was earned as a manual worker.
    `ill_since` and `rest_since` are first days of an incapacity and of maternity rest;
    `hours_share` is the percentage of the hours that are still worked under the contract.
    """

    on: date
    born: date | None
    postal_code: str
    children: tuple[date, ...] = ()
    adults: int = 0
    others_income: int | None = None
    working: bool = False
    left_on: date | None = None
    days_counted: int = 0
    career_days: int = 0
    monthly_pay: int = 0
    year_pay: int = 0
    manual: bool = False
    statuses: tuple[StatusSpell, ...] = field(default=())
    ill_since: date | None = None
    rest_since: date | None = None
    hours_share: int = 100

    def age(self, on: date) -> int | None:
        """Return the age in whole years on a day, where the day of birth is known."""
        return None if self.born is None else max(0, full_years(self.born, on))

    @property
    def region(self) -> str | None:
        """Return the region of the address, as child benefit divides the country."""
        return region_of(self.postal_code)
