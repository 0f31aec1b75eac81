"""Broken and hostile files: refused with code, line and field, and nothing of them is stored."""

from io import BytesIO

import pytest
from django.utils import timezone

from benefits.customers.actions import take
from benefits.customers.faults import RefusedCustomersError
from benefits.customers.models import CustomerFile
from benefits.customers.reading import COLUMNS
from casework.demo.building import Cast
from declarations.wages.quarters import moved, quarter_of
from portal.access.models import Capacity
from portal.directory.control import ControlError
from portal.exchange.models import Channel, Event, Message
from tests.customers.conftest import GEORGES, SOFIA, answers, quarter, sent, written

HEAD = ";".join(COLUMNS)


def _other_quarter() -> str:
    other = moved(quarter_of(timezone.localdate()), -1)
    return f"{other // 10}Q{other % 10}"


def headed(quarter: str, supplier: str, lines: str) -> bytes:
    """A file of two customers with such a first line."""
    return written(GEORGES, SOFIA, head=f"customers;1;{quarter};{supplier};{lines}")


def files() -> dict[str, tuple[bytes, str, int, str]]:
    """Each file with the code, the line and the field of its fault."""
    good, this = written(GEORGES, SOFIA), quarter()
    latin = written(GEORGES, "L;;Müller;Zoë;;Straße;1;4700").decode().encode("latin-1")
    return {
        "empty": (b"", "CUST-001", 1, ""),
        "another kind": (b"<Dimona/>", "CUST-001", 1, ""),
        "another version": (good.replace(b";1;", b";2;", 1), "CUST-001", 1, ""),
        "no quarter": (headed("2026Q5", "70/1", "2"), "CUST-001", 1, ""),
        "no count": (headed(this, "70/1", "many"), "CUST-001", 1, "lines"),
        "far too many": (headed(this, "70/1", "10000001"), "CUST-008", 1, "lines"),
        "columns in another order": (good.replace(b"ssin;last", b"last;ssin"), "CUST-002", 2, ""),
        "another quarter": (headed(_other_quarter(), "70/1", "2"), "CUST-003", 1, "quarter"),
        "another supplier": (headed(this, "70/2", "2"), "CUST-004", 1, "supplier"),
        "cut off": (headed(this, "70/1", "3"), "CUST-005", 5, ""),
        "more than it says": (headed(this, "70/1", "1"), "CUST-005", 4, ""),
        "a gap": (written(GEORGES, "", SOFIA), "CUST-005", 4, ""),
        "another encoding": (latin, "CUST-006", 4, ""),
        "one endless line": (written(GEORGES, "x" * 100_000), "CUST-007", 4, ""),
        "a compressed bomb": (b"\x1f\x8b" + b"\0" * 2_000, "CUST-007", 1, ""),
    }


@pytest.mark.parametrize("name", files())
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_stored(
    cast: Cast, lumen: Capacity, name: str
) -> None:
    body, *wrong = files()[name]
    before = Message.objects.count(), Event.objects.count()
    with pytest.raises(RefusedCustomersError) as refused:
        take(lumen, Channel.API, BytesIO(body))
    assert [refused.value.code, refused.value.line, refused.value.field] == wrong
    assert (Message.objects.count(), Event.objects.count()) == before
    assert not CustomerFile.objects.exists()


LINES = {
    "L-1;;Willems;Georges;;Bergstrasse;27": ("L-1", "CUST-011", ""),
    "L-2;;Willems;Georges;;Bergstrasse;27;4700;more": ("L-2", "CUST-011", ""),
    "=cmd|'/c calc'!A1;;Willems;Georges;;Bergstrasse;27;4700": ("", "CUST-012", "customer"),
    ";;Willems;Georges;;Bergstrasse;27;4700": ("", "CUST-012", "customer"),
    "L-3;;Willems;;;Bergstrasse;27;4700": ("L-3", "CUST-013", "first_name"),
    "L-4;;Willems;Georges;;Bergstrasse;27;": ("L-4", "CUST-013", "postal_code"),
    "L-5;56083007761;Willems;Georges;;;;": ("L-5", "CUST-013", "birth_date"),
    "L-6;56083007761;Willems;Georges;30/08/1956;;;": ("L-6", "CUST-014", "birth_date"),
    "L-7;56083007761;Willems;Georges;1956-02-30;;;": ("L-7", "CUST-014", "birth_date"),
    f"L-8;;{'W' * 65};Georges;;Bergstrasse;27;4700": ("L-8", "CUST-015", "last_name"),
    "L-9;;Wil\0lems;Georges;;Bergstrasse;27;4700": ("L-9", "CUST-015", "last_name"),
    "L-10;;Wil\u202elems;Georges;;Bergstrasse;27;4700": ("L-10", "CUST-015", "last_name"),
}


def test_a_line_that_is_wrong_is_refused_by_itself(cast: Cast, lumen: Capacity) -> None:
    """Each with its code and field, and the line before and after it are answered."""
    file = sent(lumen, GEORGES, *LINES, SOFIA)
    first, *wrong, last = answers(file)
    assert [line[1:] for line in wrong] == [list(each) for each in LINES.values()]
    assert [line[0] for line in wrong] == [str(4 + place) for place in range(len(LINES))]
    assert first[2] == last[2] == "DATA"
    assert file.pieces.get().refused == len(LINES)


def test_a_name_of_sql_or_of_marks_alone_is_nobodys(cast: Cast, lumen: Capacity) -> None:
    lines = answers(
        sent(
            lumen,
            "Q-1;;' DROP TABLE portal_person --;x;;Bergstrasse;27;4700",
            "Q-2;;' OR 1=1 --;x;;%;27;4700",
            "Q-3;;''''';.;;Bergstrasse;27;4700",
        )
    )
    assert [line[2] for line in lines] == ["ID-003", "ID-003", "ID-003"]


def test_who_is_no_supplier_sends_none(cast: Cast) -> None:
    welfare = Capacity.objects.get(user__email="welfare-software@applications.example")
    with pytest.raises(ControlError) as stopped:
        take(welfare, Channel.API, BytesIO(written(GEORGES)))
    assert stopped.value.code == "CTRL-003"
