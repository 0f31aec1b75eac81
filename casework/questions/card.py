"""What the personal page shows on top: what a caseworker waits for."""

from collections.abc import Collection

from django.utils import timezone

from benefits.claims.presenting import register_open_questions
from casework.questions.models import Question
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card
from portal.people.models import Person


@register_card(5, Help.APPLICATIONS)
def asked(person: Person) -> Card | None:
    """Show what somebody is asked and until when."""
    questions = list(Question.objects.to_person(person).open().with_right())
    if not questions:
        return None
    context = {"rows": questions, "today": timezone.localdate()}
    return Card("casework/_questions_card.html", context, to_do=True)


@register_open_questions
def asked_about(claims: Collection[int]) -> Collection[int]:
    """Return the applications, of those with these keys, of which a question waits."""
    found = Question.objects.open().filter(case__claim__in=claims)
    return set(found.values_list("case__claim", flat=True))
