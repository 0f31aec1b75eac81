"""The rights that are searched for: why somebody is found, and what is missing, in words."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation.trans_null import gettext_noop

from portal.templatetags.solida import euros


@dataclass(frozen=True)
class Searched:
    """English messages: `reason` may name the pay, `%(pay)s`; `missing` is what nobody told us."""

    reason: str
    missing: str


SEARCHED: Final = {
    "increased_reimbursement_income": Searched(
        gettext_noop(
            "Employers declared %(pay)s for everybody at the address in the last four quarters:"
            " less than the ceiling for a household of this size."
        ),
        gettext_noop("Other taxable income of the household, such as a pension or rent."),
    ),
    "child_benefit": Searched(
        gettext_noop(
            "Employers declared %(pay)s for everybody at the address in the last four quarters:"
            " with such an income there is a supplement for the children."
        ),
        gettext_noop("The taxable income of the household in a year, and the account."),
    ),
    "social_energy_tariff": Searched(
        gettext_noop(
            "The social tariff was granted for this address, but no energy supplier has told us"
            " that somebody there is its customer. The lower price may not reach the bill."
        ),
        gettext_noop("Who supplies gas and electricity at the address."),
    ),
}


def in_words(reason: str, pay: int | None) -> str:
    """Return a reason in the active language, with the pay (cents) that it names."""
    return gettext(reason) % {"pay": euros(pay or 0)}
