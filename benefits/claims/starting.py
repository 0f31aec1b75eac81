"""The page on which an application begins: what is known already, what is asked, what follows."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.claims.actions import start
from benefits.claims.applications import APPLICATIONS, ELSEWHERE, FOLLOWS
from benefits.claims.applications.base import Application
from benefits.claims.fields import OneOfField
from benefits.claims.forms import QuestionForm
from benefits.claims.models import Claim
from benefits.claims.presenting import asked_labels, known_groups
from benefits.claims.queries import children_of
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision
from declarations.hiring.models import EmploymentPeriod
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.law.figures import MissingFigureError
from portal.people.models import Person


class ChildForm(QuestionForm):
    """For which child it is asked: one of those who live at the address."""

    child = OneOfField(
        label=_("For which child?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the child.")},
    )

    def __init__(self, children: list[Person], data: Any = None) -> None:
        only = str(children[0].reference) if len(children) == 1 else None
        super().__init__(data, initial={"child": only})
        field = self.fields["child"]
        assert isinstance(field, OneOfField)  # noqa: S101 - declared above
        field.choices = [(str(child.reference), child.full_name) for child in children]


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "apply",
    Act(_("looked at how to apply for a right"), _("began an application")),
    Help.APPLICATIONS,
)
def apply(request: ActingRequest, scheme: str) -> HttpResponse:
    """Show what an application would hold, and begin it; nothing is kept before."""
    if scheme in FOLLOWS:
        context = {
            "scheme": scheme,
            "follows": FOLLOWS[scheme],
            "elsewhere": ELSEWHERE.get(scheme),
        }
        return render(request, "benefits/follows.html", context)
    if scheme not in APPLICATIONS:
        raise Http404
    person, application = request.capacity.person, APPLICATIONS[scheme]
    posted = request.POST if request.method == "POST" else None
    children = children_of(person) if application.about == "child" else []
    form = ChildForm(children, posted) if children else None
    try:
        if posted is not None and _may_begin(person, application, children, form):
            return _begin(request, application, children, form)
        context = _context(person, application, children)
    except MissingFigureError:
        context = {"lacking": _("The law of that time is not in our tables.")}
    return render(request, "benefits/apply.html", {"scheme": scheme, "form": form, **context})


def _may_begin(
    person: Person, application: Application, children: list[Person], form: ChildForm | None
) -> bool:
    if lacking_in(person, application, children):
        return False
    return form is None or form.is_valid()


def _begin(
    request: ActingRequest,
    application: Application,
    children: list[Person],
    form: ChildForm | None,
) -> HttpResponse:
    """Begin the application, or go on with the one that is open."""
    chosen = form.cleaned_data["child"] if form else None
    child = next((each for each in children if str(each.reference) == chosen), None)
    person = request.capacity.person
    period = ended_work(person) if application.about == "period" else None
    claim = start(person, application.scheme, request.capacity.user, period, child)
    steps = application.open_steps(claim) if claim.status == ClaimStatus.DRAFT else []
    if steps:
        return redirect("claim_step", claim.reference, steps[0])
    return redirect("claim", claim.reference)


def _context(person: Person, application: Application, children: list[Person]) -> dict[str, Any]:
    period = ended_work(person) if application.about == "period" else None
    known = application.read(person, period, children[0] if len(children) == 1 else None)
    claim = Claim(person=person, scheme=application.scheme, period=period, known=known)
    today = timezone.localdate()
    standing = Decision.objects.granted_on(today).filter(person=person, scheme=application.scheme)
    lacking = lacking_in(person, application, children)
    return {
        "groups": known_groups(claim),
        "questions": [] if lacking else asked_labels(claim),
        "checked_by": application.checked_by,
        "lacking": lacking,
        "standing": list(standing),
    }


def lacking_in(person: Person, application: Application, children: list[Person]) -> str:
    """Say what has to be there before one can apply; empty where nothing lacks."""
    if application.about == "child" and not children:
        return str(_("The National Register knows no child that lives with you."))
    if application.about == "period" and ended_work(person) is None:
        return str(_("No employer told us that your work ended."))
    return ""


def ended_work(person: Person) -> EmploymentPeriod | None:
    """Return the last work of who has none today."""
    work = EmploymentPeriod.objects.of(person)
    if work.not_over_before(timezone.localdate()).exists():
        return None
    return work.order_by("-until").first()
