"""Codes that rules name, by what they have in common. Sources: annexes 2, 7, 8, 21 and 44."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from declarations.wages.batch import Flags, Ints

# Worker codes.
STUDENTS: Final = (840, 841)
DISMISSED: Final = (876, 877)
EARLY_RETIRED: Final = (879,)
SUPPLEMENTED: Final = (879, 883, 885)
FLEXI: Final = (50, 450)
APPRENTICES: Final = (19, 35, 439, 499)
CHILDMINDER: Final = (497,)
IN_PARLIAMENT: Final = (406, 407)
MANUAL: Final = range(1, 100)
CLERICAL: Final = range(400, 500)

# Employer categories.
FEDRIS: Final = (27, 28)
SEAFARERS: Final = (105, 205, 305)
THIRD_PARTIES: Final = (99, 199, 299, 699)
PAID_BY_THIRD: Final = (*THIRD_PARTIES, 405, 898)
WITHOUT_HOURS: Final = (*THIRD_PARTIES, 33)
TRAINEE_DOCTORS: Final = (72, 272, 372, 772)
HOUSEHOLD: Final = (37, 39)
ALONE: Final = (21,)

# Pay.
ORDINARY_PAY: Final = 1
SEVERANCE: Final = 3
DEPARTURES: Final = (3, 28)
BONUSES: Final = (2, 23, 45, 62)
FLEXI_PAY: Final = (22, 23)
HOLIDAY_PAY_ON_LEAVING: Final = (7, 11)
MOBILITY_BALANCE: Final = 29
SUBSIDISED_PAY: Final = (24, 25, 26)

# Working time.
PAID_WORK: Final = 1
MANUAL_HOLIDAYS: Final = (2, 3)
CLERICAL_SUSPENSION: Final = (76,)
FLEXI_HOLIDAYS: Final = (15,)
CHILD_ABSENT: Final = (74,)
PARLIAMENTARY_WORK: Final = (110,)
AT_SEA: Final = (101, 102)
OVERTIME: Final = 80

# Measures to reorganise working time.
FULL_BREAK: Final = 3
SEVERAL_MEASURES: Final = 599
NO_WORK: Final = (FULL_BREAK, 513, 516, 517, 542, 543, 545, 546, SEVERAL_MEASURES)
PERHAPS_WORK: Final = (*range(501, 513), 515, 531, 541, 544)
COUNTED_IN_HOURS: Final = (4, 6, 8, *range(501, 513), 514, 531, 541, 544)

# Statuses of a worker, as the bytes that are sent.
VOLUNTEERS: Final = (b"B", b"VA")
STATUSES_IN_HOURS: Final = (b"D", b"D1", b"D2", b"LP", b"S", b"T")
FLEMISH_CHILDMINDER: Final = b"D1"
FRENCH_CHILDMINDER: Final = b"D2"

# Joint committees, as their first three digits.
HOSPITALITY: Final = b"302"
AGENCIES: Final = b"322"


def among(column: Ints, codes: tuple[int, ...] | range) -> Flags:
    """Return which numbers are among a few codes."""
    flags: Flags = np.isin(column, np.array(codes))
    return flags


def are(words: NDArray[np.bytes_], codes: tuple[bytes, ...]) -> Flags:
    """Return which texts are among a few codes."""
    flags: Flags = np.isin(words, np.array(codes))
    return flags
