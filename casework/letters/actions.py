"""Write a letter of a template in a case."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from benefits.schemes import SCHEMES
from casework.cases.access import may_handle_case
from casework.cases.actions import CaseMoveRefusedError, locked
from casework.cases.models import Case
from casework.letters.models import CaseLetter
from casework.letters.texts import LetterTemplate
from portal.access.models import Capacity
from portal.documents.actions import write_letter


def content_of(case: Case, template: LetterTemplate, parts: Mapping[str, str]) -> dict[str, Any]:
    """Return what a letter to the person of a case says, in their language, in plain values."""
    person, text = case.person, template.in_language(case.person.language)
    with override(person.language):
        office = str(case.office)
    household = person.household_on(timezone.localdate())
    return {
        "name": person.full_name,
        "address": household.address if household else "",
        "scheme": case.about.scheme,
        "scheme_title": SCHEMES[case.about.scheme].title,
        "case": str(case.reference),
        "office": office,
        "subject": text.title,
        "paragraphs": text.filled(parts),
    }


@transaction.atomic
def send_letter(
    case: Case, capacity: Capacity, template: LetterTemplate, parts: Mapping[str, str]
) -> CaseLetter:
    """Send a letter to the person of a case; the same one sent twice is one.

    Raises `CaseMoveRefusedError` when the case is not in this caseworker's hands.
    """
    case = locked(case)
    if not may_handle_case(capacity, case):
        raise CaseMoveRefusedError("write")
    last = CaseLetter.objects.filter(case=case).first()
    if last and (last.template, last.parts) == (template.code, dict(parts)):
        return last
    content = content_of(case, template, parts)
    letter = write_letter(case.person, "casework", content["subject"], content)
    return CaseLetter.objects.create(
        case=case, letter=letter, template=template.code, parts=parts, sent_by=capacity.user
    )
