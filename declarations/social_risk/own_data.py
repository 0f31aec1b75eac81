"""What employers declared of what happened to a person, for the page of the person's own data."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from lxml import etree

from declarations.channels.writing import document
from declarations.social_risk.models import Risk, RiskDeclaration
from declarations.social_risk.scenarios import scenarios
from portal.access.models import Environment
from portal.pages.own.copying import register_files
from portal.pages.own.data import Datum, Group, days, register_data
from portal.people.models import Person


@register_data(55)
def risks(person: Person) -> Group:
    """Tell the risks that stand, newest first, each with the employer that declared it."""
    data = []
    for risk in Risk.objects.of_person(person):
        what = capfirst(scenarios()[risk.flow].kind_words(risk.kind))
        source = _("declaration of %(employer)s") % {"employer": risk.company.name}
        data.append(Datum(what, days(risk.since, risk.until), source, risk.changed_at))
    return Group(
        _("What your employers declared besides"),
        data,
        _(
            "Ask the employer to correct the declaration."
            " Your rights are looked at again by themselves."
        ),
    )


@register_files
def sent(person: Person) -> Iterator[tuple[str, bytes]]:
    """Give what employers declared, as official XML, with what was changed or cancelled."""
    own = RiskDeclaration.objects.filter(risk__person=person)
    own = own.filter(risk__environment=Environment.REAL).select_related("declaration")
    for each in own.order_by("declaration_id"):
        declared = each.declaration
        root = document(scenarios()[declared.flow].model, declared.content)
        text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        yield f"risks/{declared.flow}-{declared.reference}.xml", text
