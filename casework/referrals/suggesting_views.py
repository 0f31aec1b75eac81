"""Offers that fit: suggested by the counsellor, answered by the person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.plans.access import may_counsel
from casework.plans.views import answer_too_late, open_support, support_context
from casework.referrals.access import may_see_suggestion
from casework.referrals.actions import ReferralRefusedError
from casework.referrals.forms import SuggestForm, SuggestionForm
from casework.referrals.matching import matches_for, reason_words
from casework.referrals.models import Suggestion
from casework.referrals.suggesting import answer_suggestion
from casework.referrals.suggesting import suggest as keep_suggestion
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
def suggest(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show which offers fit and why, and suggest one of them."""
    file = open_support(request, reference)
    if not may_counsel(request.capacity, file):
        return answer_too_late(request, file)
    matches = matches_for(file)
    form = SuggestForm(matches, request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data["offer"]
        offer = next(each.offer for each in matches if str(each.offer.reference) == chosen)
        try:
            keep_suggestion(file, request.capacity, offer, form.cleaned_data["words"])
        except ReferralRefusedError:
            return answer_too_late(request, file)
        messages.success(request, gettext("The person sees it on the page of the support."))
        return redirect("support_file", file.reference)
    context = support_context(request, file) | {"form": form, "matches": matches}
    return render(request, "casework/suggest.html", context)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "suggestion",
    Act(_("opened a suggestion on the way to work"), _("answered a suggestion")),
    Help.APPLICATIONS,
)
def suggestion(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what is suggested and why, and take the answer."""
    own = Suggestion.objects.select_related("file", "offer__partner__institution", "answer")
    found = get_object_or_404(own, reference=reference)
    if not may_see_suggestion(request.capacity, found):
        raise Http404
    answered = getattr(found, "answer", None)
    form = SuggestionForm(request.POST if request.method == "POST" and not answered else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            answer_suggestion(found, request.capacity.user, wanted=said["wanted"], why=said["why"])
        except ReferralRefusedError:
            messages.info(request, gettext("It was answered already, or the support has ended."))
        else:
            messages.success(request, gettext("Your counsellor reads your answer."))
        return redirect("plan")
    context = {"suggestion": found, "answer": answered, "form": form}
    return render(
        request, "casework/suggestion.html", context | {"reasons": reason_words(found.reasons)}
    )
