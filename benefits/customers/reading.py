"""Read a customer file: two lines at its head, and a line for each customer.

    customers;1;2026Q4;70/1;2
    customer;ssin;last_name;first_name;birth_date;street;house_number;postal_code
    L-000017;56083007761;Willems;Georges;1956-08-30;;;
    L-000018;;Lambert;Sofia;;Studentenlaan;4;3000

A customer is named by national number, name and date of birth, as when a file is entered through
the network; or by name and address, as most suppliers know them, and then the date of birth may
stand there too. Fields have no quotes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final, NamedTuple

from benefits.customers.faults import RefusedCustomersError

COLUMNS: Final = (
    *("customer", "ssin", "last_name", "first_name", "birth_date"),
    *("street", "house_number", "postal_code"),
)
KIND, VERSION, SEPARATOR = "customers", "1", ";"
LONGEST: Final = 1_000  # bytes of a line
MOST: Final = 10_000_000  # customers of a file
AT_ONCE: Final = 1_000  # lines of a piece: as many as a question to the network
NAMES: Final = ("last_name", "first_name")
LENGTHS: Final = dict(zip(COLUMNS, (36, 20, 64, 64, 10, 64, 10, 9), strict=True))
REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,35}")  # begins no formula
DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Head:
    """What the first line says: the quarter (20264), the supplier ("70/1"), how many lines."""

    quarter: int
    supplier: str
    lines: int


class Customer(NamedTuple):
    """A line in good form; what it does not say is empty."""

    customer: str
    ssin: str
    last_name: str
    first_name: str
    birth_date: date | None
    street: str
    house_number: str
    postal_code: str


class Fault(NamedTuple):
    """Why a line is refused: the code of the fault, and in which field."""

    customer: str
    code: str
    field: str


def read_head(stream: BinaryIO) -> Head:
    """Read the two lines at the head; raises `RefusedCustomersError`."""
    said = _line(stream, 1).removeprefix(BOM.decode()).split(SEPARATOR)
    quarter = re.fullmatch("(20[0-9]{2})Q([1-4])", said[2], re.ASCII) if len(said) == 5 else None
    if quarter is None or said[:2] != [KIND, VERSION]:
        raise RefusedCustomersError("CUST-001", 1)
    if not re.fullmatch("[1-9][0-9]{0,8}", said[4]):
        raise RefusedCustomersError("CUST-001", 1, "lines")
    if int(said[4]) > MOST:
        raise RefusedCustomersError("CUST-008", 1, "lines")
    if tuple(_line(stream, 2).split(SEPARATOR)) != COLUMNS:
        raise RefusedCustomersError("CUST-002", 2)
    return Head(int(quarter[1] + quarter[2]), said[3], int(said[4]))


def pieces(stream: BinaryIO, lines: int) -> Iterator[tuple[int, bytes]]:
    """Yield what follows the head in pieces: the number of its first line, and its text.

    A piece at a time is held. Raises `RefusedCustomersError` where the text cannot be read, or has
    not so many lines.
    """
    number, some = 3, list[str]()
    while text := _line(stream, number + len(some)):
        some.append(text)
        if number + len(some) > lines + 3:
            raise RefusedCustomersError("CUST-005", lines + 3)
        if len(some) == AT_ONCE:
            yield number, "\n".join(some).encode()
            number, some = number + len(some), []
    if number + len(some) != lines + 3 or stream.read(1):
        raise RefusedCustomersError("CUST-005", number + len(some))
    if some:
        yield number, "\n".join(some).encode()


def _line(stream: BinaryIO, number: int) -> str:
    """Return the next line without its end; empty at the end of the file."""
    text = stream.readline(LONGEST + 1)
    if len(text) > LONGEST:
        raise RefusedCustomersError("CUST-007", number)
    try:
        return text.rstrip(b"\r\n").decode()
    except UnicodeDecodeError as error:
        raise RefusedCustomersError("CUST-006", number) from error


def customers(piece: bytes) -> Iterable[Customer | Fault]:
    """Read the lines of a piece; of each that is not in good form, say why."""
    return map(_read, piece.decode().split("\n"))


def _read(text: str) -> Customer | Fault:
    fields = [each.strip() for each in text.split(SEPARATOR)]
    reference = fields[0] if REFERENCE.fullmatch(fields[0]) else ""
    if len(fields) != len(COLUMNS):
        return Fault(reference, "CUST-011", "")
    if not reference:
        return Fault("", "CUST-012", "customer")
    said = dict(zip(COLUMNS, fields, strict=True))
    for name, value in said.items():
        if len(value) > LENGTHS[name] or not value.isprintable():
            return Fault(reference, "CUST-015", name)
    needed = (*NAMES, "birth_date") if said["ssin"] else (*NAMES, *COLUMNS[5:])
    for name in needed:
        if not said[name]:
            return Fault(reference, "CUST-013", name)
    try:
        born = _day(said["birth_date"])
    except ValueError:
        return Fault(reference, "CUST-014", "birth_date")
    return Customer(**said | {"birth_date": born})  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    if text and not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text) if text else None
