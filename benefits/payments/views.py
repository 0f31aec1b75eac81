"""A person's payments: what was paid, how it came about, and into which account."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.payments.accounts import account_of, tell_account
from benefits.payments.forms import AccountForm
from benefits.payments.presenting import lines_of, row_of
from benefits.payments.queries import debts_of, made_of, payments_of
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.people.numbers import format_iban

ON_A_PAGE = 12


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("payments", Act(gettext_lazy("opened the payments")), Help.APPLICATIONS)
def payments(request: ActingRequest) -> HttpResponse:
    """List a person's payments, newest first, with what is to be paid back."""
    person = request.capacity.person
    page = Paginator(payments_of(person), ON_A_PAGE).get_page(request.GET.get("page"))
    sent = Claim.objects.of(person).filter(status=ClaimStatus.SUBMITTED)
    standing = account_of(person)
    context = {
        "page_obj": page,
        "rows": [row_of(payment) for payment in page],
        "debts": debts_of(person),
        "iban": format_iban(standing.iban) if standing else "",
        "named": standing is None and sent.filter(answers__has_key="account").exists(),
    }
    return render(request, "benefits/payments.html", context)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("payment", Act(gettext_lazy("opened a payment")), Help.APPLICATIONS)
def payment(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show how the amount of a payment came about; 404 for that of anybody else."""
    found = get_object_or_404(payments_of(request.capacity.person), reference=reference)
    context = {**row_of(found), "lines": lines_of(made_of([found])[found.pk])}
    return render(request, "benefits/payment.html", context)


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
def account(request: ActingRequest) -> HttpResponse:
    """Let a person say into which account to pay from now on."""
    person = request.capacity.person
    standing = account_of(person)
    form = AccountForm(request.POST or None, initial={"iban": standing.iban if standing else ""})
    if request.method == "POST" and form.is_valid():
        tell_account(person, form.cleaned_data["iban"])
        messages.success(request, _("We pay into this account from now on."))
        return redirect("payments")
    return render(request, "benefits/account.html", {"form": form})
