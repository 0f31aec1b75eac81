"""What a night and a week find: the rights of everybody, and who does not take one up."""

from typing import Final

from django.utils import timezone

from benefits.granting.models import Aim, GrantRun
from benefits.granting.working import begin, work
from benefits.takeup.actions import recount, write_to_all
from casework.demo.building import Cast
from portal.access.models import Capacity, CapacityKind
from portal.exchange.actions import move_outbox

WRITTEN_FOR: Final = "increased_reimbursement_income"


def find_rights(cast: Cast) -> None:
    """Hold a first night and a first search, and let the sickness fund write to those found.

    To those who were found for a child's supplement nobody wrote yet. What stands is left.
    """
    if GrantRun.objects.exists():
        return
    today = timezone.localdate()
    work(begin(today))
    work(begin(today, dry=True, aim=Aim.TAKE_UP))
    ines = Capacity.objects.get(user__person=cast.persons["ines"], kind=CapacityKind.CASEWORKER)
    write_to_all(ines, WRITTEN_FOR, 0)
    move_outbox()
    recount(today)
