"""Money that goes back to the account from which it came: an order to the bank for itself.

The order is named by what the bank told of the money and stands outside the database, so that it is
found again after a restore, and nothing is sent back twice.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from benefits.payments import journal, order
from benefits.payments.sending import whole_or_not
from benefits.payments.tasks import DAYS_TO_PAY
from benefits.recovery.models import Repayment

NAMES: Final = UUID("6f1d6a52-4c0e-4a64-9a0a-3d1c7b2f5e90")  # drawn once
SAID: Final = "RETOUR"  # of the same meaning in the three languages of the country


def was_sent_back(repayment: Repayment) -> bool:
    """Say whether the order stands: also one that the database has forgotten."""
    return journal.order_path(reference_of(repayment)).exists()


def send_back(repayment: Repayment) -> None:
    """Write the order by which a repayment goes back, once; again, it stands as it is.

    Its account is known, and its cents are above zero.
    """
    if was_sent_back(repayment):
        return
    reference, cents = reference_of(repayment), repayment.cents
    pay_on = timezone.localdate() + timedelta(days=DAYS_TO_PAY)
    note = f"{SAID} {repayment.note or repayment.reference}".strip()
    name = repayment.payer or repayment.payer_account
    transfer = order.Transfer(reference, name, repayment.payer_account, cents, note)
    whole = order.Order(reference, timezone.localtime(), pay_on, 1, cents)
    with whole_or_not(journal.order_path(reference)) as file:
        order.write(file, order.Payer(**settings.PAYER), whole, [transfer])


def reference_of(repayment: Repayment) -> UUID:
    """Return the name of the order: the same whenever the bank tells of the same money."""
    return uuid5(NAMES, repayment.bank_reference or f"{repayment.notice}/{repayment.number}")
