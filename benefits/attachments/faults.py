"""What can be wrong with a document that somebody adds."""

from enum import StrEnum
from typing import Final

SECONDS: Final = 10  # of a processor, for which a document is looked into


class Fault(StrEnum):
    """What is wrong with a document."""

    KIND = "kind"  # neither a PDF nor a picture
    UNREADABLE = "unreadable"
    LOCKED = "locked"  # with a password
    ACTIVE = "active"  # it does something when it is opened
    INSIDE = "inside"  # it holds another file, or is one at the same time
    LARGE = "large"  # unpacked, or in pixels


class FaultError(Exception):
    """There is something wrong with a document."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
