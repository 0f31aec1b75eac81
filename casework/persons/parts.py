"""What a person's file shows to a caseworker: parts, each with where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.models import Decision
from benefits.decisions.presenting import amount_text, scheme_title
from benefits.payments.queries import debts_of
from casework.cases.access import schemes_of
from declarations.channels.presenting import worker_type_words
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.models import StatusReport
from portal.access.mandates.models import Mandate
from portal.dates import date_format
from portal.directory.models import Registration
from portal.directory.qualities import quality_label
from portal.people.models import HouseholdMember, Institution, Person
from portal.templatetags.solida import euros

MOST = 20  # rows of a part, the newest


@dataclass(frozen=True)
class Part:
    """Facts of one kind: `head` and `rows` as for `components/table.html`.

    `named` are the other persons whose names it shows.
    """

    title: str | Promise
    source: str | Promise
    head: list[dict[str, Any]]
    rows: list[list[Any]]
    named: tuple[Person, ...] = ()


def _head(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def _days(since: Any, until: Any) -> list[str]:
    return [date_format(since) if since else "–", date_format(until) if until else "–"]


def household(person: Person, office: Institution) -> Part:
    """Tell with whom a person lives today."""
    shared = HouseholdMember.objects.living_with(person, timezone.localdate())
    members = list(shared.select_related("person", "household").order_by("since", "pk"))
    return Part(
        _("Household"),
        _("National Register"),
        _head(gettext("Name"), gettext("In the household as"), gettext("Since")),
        [
            [each.person.full_name, each.get_role_display(), date_format(each.since)]
            for each in members
        ],
        tuple(each.person for each in members if each.person_id != person.pk),
    )


def mandates(person: Person, office: Institution) -> Part:
    """Tell who may act for a person today, and whom that person represents by law."""
    standing = Mandate.objects.in_force().filter(giver_person=person)
    found = list(standing.select_related("holder_person", "representation").order_by("since", "pk"))
    holders = [each.holder_person for each in found if each.holder_person]
    return Part(
        _("Who acts for the person"),
        _("mandates given, and the National Register"),
        _head(gettext("Name"), gettext("As"), gettext("For"), gettext("Since"), gettext("Until")),
        [
            [
                str(each.holder),
                str(each.ground),
                each.get_service_display(),
                *_days(each.since, each.until),
            ]
            for each in found
        ],
        tuple(holders),
    )


def registrations(person: Person, office: Institution) -> Part:
    """Tell in which capacities the office has a file of a person."""
    files = Registration.objects.standing().filter(person=person, institution=office)
    return Part(
        _("Capacities in which the office knows the person"),
        _("reference directory"),
        _head(gettext("Capacity"), gettext("Since"), gettext("Until")),
        [
            [quality_label(each.quality), *_days(each.since, each.until)]
            for each in files.order_by("-since", "-pk")[:MOST]
        ],
    )


def _employment(person: Person, office: Institution) -> Part:
    return Part(
        _("Work"),
        _("declarations of the employers"),
        _head(
            gettext("Employer"), gettext("Kind of work"), gettext("First day"), gettext("Last day")
        ),
        [
            [each.company.name, worker_type_words(each.worker_type), *_days(each.since, each.until)]
            for each in EmploymentPeriod.objects.of(person)[:MOST]
        ],
    )


def _statuses(person: Person, office: Institution) -> Part:
    told = StatusReport.objects.filter(person=person).select_related("institution")
    return Part(
        _("Social statuses"),
        _("reports of the institutions"),
        _head(gettext("Status"), gettext("Institution"), gettext("Since"), gettext("Until")),
        [
            [each.get_kind_display(), str(each.institution), *_days(each.since, each.until)]
            for each in told.order_by("-since", "-pk")[:MOST]
        ],
    )


def _decisions(person: Person, office: Institution) -> Part:
    made = Decision.objects.latest_versions().about(person).filter(scheme__in=schemes_of(office))
    return Part(
        _("Decisions of this office"),
        _("the decisions themselves"),
        _head(
            gettext("Right"), gettext("Decision"), gettext("Amount"), gettext("From"), gettext("To")
        ),
        [
            [
                scheme_title(each.scheme),
                each.get_outcome_display(),
                amount_text(each) or "–",
                *_days(each.starts, each.ends),
            ]
            for each in made[:MOST]
        ],
    )


def _debts(person: Person, office: Institution) -> Part:
    ours = schemes_of(office)
    owed = {scheme: cents for scheme, cents in debts_of(person).items() if scheme in ours}
    return Part(
        _("To be paid back"),
        _("the ledger of payments"),
        [*_head(gettext("Right")), {"label": gettext("Amount"), "numeric": True}],
        [[_leading_to(person, scheme), euros(cents)] for scheme, cents in owed.items()],
    )


def _leading_to(person: Person, scheme: str) -> dict[str, str]:
    """Return the cell that leads to a debt."""
    return {"text": scheme_title(scheme), "url": reverse("debt", args=[person.reference, scheme])}


PARTS: tuple[Callable[[Person, Institution], Part], ...] = (
    household,
    mandates,
    registrations,
    _employment,
    _statuses,
    _decisions,
    _debts,
)


def parts_of(person: Person, office: Institution) -> list[Part]:
    """Return what an office may see of a person: decisions only of the rights that it decides."""
    return [part(person, office) for part in PARTS]
