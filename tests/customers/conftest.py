"""Customer files of the cast's supplier, and their answers."""

from collections.abc import Callable, Iterable
from io import BytesIO

import pytest
from django.utils import timezone

from benefits.customers.actions import take
from benefits.customers.models import CustomerFile
from benefits.customers.presenting import answer_of
from benefits.customers.reading import COLUMNS
from casework.demo.building import Cast
from declarations.wages.quarters import quarter_of
from portal.access.models import Capacity
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from tests.api.conftest import Application, application, quick_secrets, welfare

__all__ = ["application", "quick_secrets", "welfare"]

GEORGES = "G-1;56083007761;Willems;Georges;1956-08-30;;;"
SOFIA = "S-1;;Lambert;Sofia;;Studentenlaan;4;3000"


def quarter() -> str:
    this = quarter_of(timezone.localdate())
    return f"{this // 10}Q{this % 10}"


def written(*lines: str, head: str = "") -> bytes:
    """A file of these customers, of this quarter."""
    first = head or f"customers;1;{quarter()};70/1;{len(lines)}"
    return "\n".join((first, ";".join(COLUMNS), *lines, "")).encode()


@pytest.fixture
def supplier(application: Callable[[str], Application]) -> Application:
    return application("supplier-software")


@pytest.fixture
def lumen(cast: Cast) -> Capacity:
    """The supplier's software, as it acts."""
    return Capacity.objects.get(user__email="supplier-software@applications.example")


def sent(capacity: Capacity, *lines: str) -> CustomerFile:
    """Send a file of customers, and let it be answered."""
    file, _new = take(capacity, Channel.API, BytesIO(written(*lines)))
    move_outbox()
    return file


def answers(file: CustomerFile) -> list[list[str]]:
    """The lines of an answer, each in its fields, without their head."""
    return fields(answer_of(file))


def fields(blocks: Iterable[bytes]) -> list[list[str]]:
    lines = b"".join(blocks).decode().splitlines()
    assert lines[0] == "line;customer;code;field;applies;from;until;through"
    return [line.split(";") for line in lines[1:]]
