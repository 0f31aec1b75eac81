"""Remove customer files whose purpose is over, with their answers: one at a time, safe to repeat.

The message by which a file came stays, as all messages do, without its content.
"""

from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction

from benefits.customers.models import CustomerFile, CustomerPiece
from declarations.wages.quarters import moved, quarter_of
from portal.law.figures import Figures

PERIODS: Final = Figures.load(Path(__file__).with_name("retention.yaml"))


def remove_old(today: date) -> int:
    """Remove the files of quarters that are kept no longer on a day; return how many they were."""
    kept = PERIODS.on("customer_files", today).value // 3  # quarters
    old = CustomerFile.objects.filter(quarter__lt=moved(quarter_of(today), -kept))
    files = list(old.order_by("pk").values_list("pk", flat=True))
    for file in files:
        with transaction.atomic():
            CustomerPiece.objects.filter(file=file).delete()
            CustomerFile.objects.filter(pk=file).delete()
    return len(files)
