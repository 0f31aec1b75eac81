"""What stands on top of the personal page: an agreement that waits, and a report that is due."""

from datetime import timedelta

from django.utils import timezone

from casework.plans.actions import FIGURES
from casework.plans.agreement.models import Agreement, AgreementPoint
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card
from portal.people.models import Person


@register_card(6, Help.APPLICATIONS)
def waiting(person: Person) -> Card | None:
    """Show what an office waits for."""
    today = timezone.localdate()
    soon = today + timedelta(days=FIGURES.on("report_reminder", today).value)
    offered = Agreement.objects.filter(file__person=person).offered().exists()
    to_report = AgreementPoint.objects.to_report().filter(agreement__file__person=person)
    due = to_report.filter(day__lte=soon).first()
    if not offered and due is None:
        return None
    return Card("casework/_agreement_card.html", {"offered": offered, "due": due}, to_do=True)
