"""What the personal page shows of decisions: the rights that a person has, also through others."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from benefits.decisions.models import Beneficiary, BeneficiaryRole
from benefits.decisions.presenting import amount_text
from benefits.granting.models import Finding, FindingKind
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card
from portal.people.models import Person


@register_card(20, Help.APPLICATIONS)
def rights(person: Person) -> Card:
    """Show the rights that hold now or will, own ones and those through the household."""
    today = timezone.localdate()
    said = Finding.objects.filter(decision=OuterRef("decision"), kind=FindingKind.ENDING)
    lasting = Q(decision__ends__isnull=True) | Q(decision__ends__gte=today)
    benefits = (
        Beneficiary.objects.filter(lasting, person=person, decision__replaced_by__isnull=True)
        .annotate(soon=Exists(said))
        .select_related("decision__person")
        .order_by("-decision__starts", "pk")
    )
    rows = [
        {
            "decision": each.decision,
            "own": each.role == BeneficiaryRole.HOLDER,
            "amount": amount_text(each.decision),
            "ahead": each.decision.starts is not None and each.decision.starts > today,
            "soon": each.soon,
        }
        for each in benefits
    ]
    return Card("benefits/_rights_card.html", {"rights": rows})
