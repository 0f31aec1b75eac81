"""Holiday pay: by the fund for manual workers, by the employer for employees."""

from benefits.schemes.holiday_pay.rule import SCHEME

__all__ = ["SCHEME"]
