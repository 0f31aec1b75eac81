"""What the personal page shows on top: what a caseworker waits for."""

from django.utils import timezone

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
    return Card("casework/_questions_card.html", {"rows": questions, "today": timezone.localdate()})
