"""Why a set of files is refused: the codes of the official receipt, with what to do.

Numbers: NSSO, annex 30; the texts are our own.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORMS_OF_NAMES: Final = {"GO": "ACRF-107", "FI": "ACRF-131", "FS": "ACRF-132"}
REFUSALS: Final[dict[str, Promise]] = {
    "ACRF-102": _("The file is not well-formed XML. Check the program that makes it."),
    "ACRF-107": _("The name of a GO file has seven parts: GO.DMPI.012996.20260327.00001.R.1"),
    "ACRF-108": _("The sender number in the name is not yours."),
    "ACRF-109": _("The date in the name must have eight digits, such as 20260327."),
    "ACRF-110": _("The date in the name does not exist."),
    "ACRF-111": _("The date in the name lies in the future."),
    "ACRF-112": _("The sequence in the name must have five characters."),
    "ACRF-114": _("The number of files in the name must be one digit."),
    "ACRF-115": _("The number of files in the name must be a digit."),
    "ACRF-116": _("The number of files in the name may not be zero."),
    "ACRF-117": _("The environment in the name must be R (real), T (test) or S (simulation)."),
    "ACRF-118": _("A file for the real environment must be sent with real credentials."),
    "ACRF-119": _("A file for tests must be sent with credentials for tests."),
    "ACRF-120": _("An FI file is missing: send every part before the GO file."),
    "ACRF-122": _("An FS file is missing: each FI file needs its signature before the GO file."),
    "ACRF-123": _("The parts of the FI files are numbered wrongly."),
    "ACRF-124": _("The parts of the FS files are numbered wrongly."),
    "ACRF-125": _("A signature does not match: it must be the SHA-256 of its FI file, in hex."),
    "ACRF-126": _("The date in the name is more than a year ago."),
    "ACRF-127": _("The sequence in the name may not be zero."),
    "ACRF-129": _("The name must start with FI, FS or GO."),
    "ACRF-131": _("The name of an FI file has eight parts: FI.DMPI.012996.20260327.00001.R.1.1"),
    "ACRF-132": _("The name of an FS file has eight parts: FS.DMPI.012996.20260327.00001.R.1.1"),
    "ACRF-133": _("This name was used before. Take the next sequence."),
    "ACRF-138": _("The characters of the file cannot be read. Save it as UTF-8."),
    "ACRF-157": _("The file holds no declaration."),
    "ACRF-158": _("The file holds another kind of message than its name says."),
    "ACRF-172": _("The file holds too many declarations. Send them in several files."),
    "ACRF-184": _("The files together are too large. Send them in several files."),
    "ACRF-257": _("A file for simulations must be sent with credentials for simulations."),
    "ACRF-312": _(
        "The file does not follow the model of the message. Check it before you send it."
    ),
    "ACRF-367": _("The sequence in the name takes the digits 0 to 9 and the letters A to Z only."),
}
# What reading a file finds, in the codes of the receipt; everything else is ACRF-312.
OF_READING: Final = {
    "FILE-001": "ACRF-102",
    "FILE-003": "ACRF-184",
    "FILE-004": "ACRF-138",
    "FILE-006": "ACRF-172",
    "FILE-008": "ACRF-157",
    "90059-134": "ACRF-157",
    "90372-089": "ACRF-158",
}
UNREADABLE: Final = "ACRF-312"


class RefusedFileError(Exception):
    """A file is refused as it stands, and nothing of it is stored. `codes` says why."""

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes
