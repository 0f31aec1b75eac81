"""Who may be shown and answer a question."""

from casework.cases.statuses import CaseStatus
from casework.questions.models import Question
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


@tenant_filter
def may_see_question(capacity: Capacity, question: Question) -> bool:
    """Say whether a question was put to this citizen, or to whom they help."""
    return capacity.kind == CapacityKind.CITIZEN and question.case.person.pk == capacity.person.pk


def may_answer_question(capacity: Capacity, question: Question) -> bool:
    """Say whether the person may still answer: until the case is closed, also after the day."""
    return may_see_question(capacity, question) and question.case.status == CaseStatus.TAKEN
