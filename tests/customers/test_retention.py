"""What a customer file is for is over after a year: it goes with its answer, and no sooner."""

from datetime import timedelta

from benefits.customers.models import CustomerFile, CustomerPiece
from benefits.customers.retention import PERIODS, remove_old
from casework.demo.building import Cast
from declarations.wages.quarters import last_day, moved
from portal.access.models import Capacity
from portal.directory.models import Registration
from portal.exchange.models import Message
from tests.customers.conftest import GEORGES, SOFIA, answers, sent
from tests.hiring.declaring import today


def test_a_file_goes_with_its_answer_once_four_quarters_are_over(
    cast: Cast, lumen: Capacity
) -> None:
    file = sent(lumen, GEORGES, SOFIA)
    before = Registration.objects.count()
    last = last_day(moved(file.quarter, 4))
    assert remove_old(last) == 0
    assert len(answers(file)) == 2
    assert remove_old(last + timedelta(days=1)) == 1
    assert not CustomerFile.objects.exists()
    assert not CustomerPiece.objects.exists()
    assert Message.objects.filter(pk=file.message_id).exists()  # that it came stays
    assert Registration.objects.count() == before  # files of persons end by themselves
    assert remove_old(last + timedelta(days=1)) == 0


def test_the_period_is_marked_as_our_own_choice() -> None:
    figure = PERIODS.on("customer_files", today())
    assert (figure.value, figure.confirmed) == (12, False)
