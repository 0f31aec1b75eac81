"""Which rights follow from what, in words; and for citizens why they have theirs."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.decisions.models import Beneficiary, BeneficiaryRole
from benefits.decisions.presenting import scheme_title
from benefits.granting.graph import GRAPH, Covers, Derived, after
from benefits.schemes import SCHEMES
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.dates import date_format
from portal.people.models import Person

WHOM: Final = {
    Covers.NOBODY: gettext_lazy("The person alone"),
    Covers.FAMILY: gettext_lazy("The person, the partner, and children who live with them"),
    Covers.ADDRESS: gettext_lazy("Everybody who lives at the address"),
}


@acting_as(CapacityKind.CITIZEN, CapacityKind.CASEWORKER, CapacityKind.SUPERVISOR)
@open_to_helpers("derived", Act(gettext_lazy("looked at why there are rights")), Help.APPLICATIONS)
def derived(request: ActingRequest) -> HttpResponse:
    """Show the graph in words; above it, to a citizen, each right of theirs and why it is there."""
    citizen = request.capacity.kind == CapacityKind.CITIZEN
    context = {
        "citizen": citizen,
        "mine": list(_reasons(request.capacity.person)) if citizen else [],
        "rights": [_in_words(each) for each in GRAPH.values()],
    }
    return render(request, "benefits/derived.html", context)


def _in_words(right: Derived) -> dict[str, Any]:
    statuses = ", ".join(str(kind.label) for kind in right.statuses)
    law = SCHEMES[right.scheme].legal_ground(timezone.localdate())
    rows = [
        (_("Follows from"), _(right.source) + (f": {statuses}" if statuses else "")),
        (_("Without asking"), _("yes") if right.granted else _("no, on application")),
        (_("Who has it"), str(WHOM[right.covers])),
        (_("From"), _(right.starts)),
        (_("Until"), _(right.ends)),
        (_("Law"), _(law)),
    ]
    if follows := after(right.scheme):
        rows.append((_("Opens in turn"), ", ".join(map(scheme_title, follows))))
    return {
        "title": scheme_title(right.scheme),
        "rows": [{"label": label, "value": value} for label, value in rows],
    }


def _reasons(person: Person) -> Iterator[dict[str, Any]]:
    """Give each right that a person has today, with why, for `components/summary_list.html`."""
    today = timezone.localdate()
    lasting = Q(decision__ends__isnull=True) | Q(decision__ends__gte=today)
    held = Beneficiary.objects.filter(lasting, person=person, decision__replaced_by__isnull=True)
    known = held.filter(decision__scheme__in=GRAPH).select_related("decision__person")
    statuses = _statuses(person)
    for each in known.order_by("decision__decided_at", "pk"):
        right = GRAPH[each.decision.scheme]
        own = each.role == BeneficiaryRole.HOLDER
        yield {
            "label": scheme_title(right.scheme),
            "value": _own(right, statuses) if own else _through(each),
            "action": {
                "url": reverse("decision", args=[each.decision.reference]),
                "text": _("Open"),
            },
        }


def _own(right: Derived, statuses: dict[str, str]) -> str:
    """Say from what a right of one's own follows: the statuses that were reported, or the rule."""
    reported = [statuses[kind] for kind in right.statuses if kind in statuses]
    return "; ".join(reported) if reported else _(right.source)


def _through(covered: Beneficiary) -> str:
    """Say through whom one is covered; from what it follows is that person's to know."""
    words = {"holder": covered.decision.person.full_name, "role": covered.get_role_display()}
    return _("Through %(holder)s, in whose household you live (%(role)s).") % words


def _statuses(person: Person) -> dict[str, str]:
    """Return by kind when each status began and who reported it last."""
    told = StatusReport.objects.filter(person=person).select_related("institution")
    by_kind = {report.kind: report for report in told.order_by("pk")}
    spells = {spell.kind: spell for _pk, spell in StatusReport.objects.spells_of([person.pk])}
    return {
        kind: _("%(status)s since %(day)s, reported by %(institution)s")
        % {
            "status": str(StatusKind(kind).label),
            "day": date_format(spells[kind].since),
            "institution": report.institution,
        }
        for kind, report in by_kind.items()
    }
