"""What employers said of a person's work, for the page of the person's own data."""

from django.utils.translation import gettext as _

from declarations.glossary.catalog import code_list
from declarations.hiring.models import EmploymentPeriod
from portal.pages.own.data import Datum, Group, days, register_data
from portal.people.models import Person


@register_data(40)
def work(person: Person) -> Group:
    """Tell the periods of work, newest first, each with the declaration that said it last."""
    kinds = code_list("worker_types")
    data = []
    for period in EmploymentPeriod.objects.of(person).prefetch_related("history__declaration"):
        last = max(each.declaration.received_at for each in period.history.all())
        source = _("declaration of %(employer)s") % {"employer": period.company.name}
        value = f"{days(period.since, period.until)}; {kinds[period.worker_type].title}"
        data.append(Datum(period.company.name, value, source, last))
    return Group(
        _("Where you worked"),
        data,
        _("Ask the employer to correct the declaration. The period here follows by itself."),
    )
