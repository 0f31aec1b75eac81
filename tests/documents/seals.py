"""The seal of a letter, checked by another program than the one that made it."""

import io

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from portal.documents.sealing import certificates


def status_of(pdf: bytes) -> PdfSignatureStatus:
    """Return what pyHanko says of the one seal in a PDF; raises for what it cannot read."""
    (seal,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(trust_roots=certificates(), allow_fetching=False)
    return validate_pdf_signature(seal, trusted)


def check_seal(pdf: bytes) -> bool:
    """Say whether a seal is ours, covers the whole file, and nothing was changed or added."""
    status = status_of(pdf)
    return (
        status.bottom_line
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level == ModificationLevel.NONE
    )
