"""The result of each form of a message (NOTIFICATION): accepted or refused, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils import timezone
from lxml import etree

from declarations.channels.answers import notification
from declarations.channels.models import Declaration, Result
from declarations.channels.writing import header
from declarations.glossary.catalog import glossary, newest
from declarations.wages.answers.frames import message
from declarations.wages.judging import Diagnosis, decide
from declarations.wages.models import Form

IDENTIFICATIONS: Final = {"dmfa": "DMFA", "dmfa_update": "DMFAUPD"}
ATTESTATIONS: Final = {"dmfa": "0", "dmfa_update": "1"}  # an original, or a change to one
NUMBERS: Final = ("NOSSRegistrationNbr", "CompanyID")


def results(forms: Iterable[Form], file_name: str = "") -> Iterator[bytes]:
    """Yield one NOTIFICATION of these forms, with `declaration`, its verdict and its message.

    `file_name` is the official name of the file that held them, if it had one.
    """
    model = glossary("notification", "2022/3")
    return message(model, ([_result(form, file_name)] for form in forms))


def _result(form: Form, file_name: str) -> bytes:
    declaration, verdict = form.declaration, form.declaration.verdict
    content = declaration.content
    written = notification(
        ticket=str(declaration.reference),
        accepted=verdict.result != Result.REFUSED,
        at=verdict.decided_at,
        findings=verdict.anomalies,
        header=_header(declaration),
        employer={name: str(content[name]) for name in NUMBERS if content.get(name)},
        own_reference=declaration.declarant_reference,
        file_name=file_name,
        model=newest(declaration.flow),
        quarter=form.quarter,
        diagnoses=_diagnoses(form),
    )
    return b"".join(etree.tostring(each) for each in etree.fromstring(written))


def _header(declaration: Declaration) -> dict[str, str]:
    """The head of the form that was sent: all that it can say, but its time, follows its flow."""
    flow, made = declaration.flow, declaration.made_at
    written = header(IDENTIFICATIONS[flow], "SU", made or declaration.received_at)
    written["AttestationStatus"] = ATTESTATIONS[flow]
    if made is None:
        del written["FormCreationDate"], written["FormCreationHour"]
    return written


def _diagnoses(form: Form) -> list[str]:
    """Why a form is refused; of very many anomalies not all are kept, which are then too many."""
    verdict = form.declaration.verdict
    if verdict.result != Result.REFUSED:
        return []
    codes = Counter(finding.code for finding in verdict.anomalies)
    received = timezone.localdate(form.declaration.received_at)
    _result_now, diagnosis = decide(codes, form.workers, received)
    return [str(int(Diagnosis.TOO_MANY_ANOMALIES if diagnosis is None else diagnosis))]
