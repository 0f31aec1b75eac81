"""What is missing for a case: asked by the caseworker, answered by the person in place."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.attachments.models import Attachment
from benefits.attachments.serving import as_download
from benefits.attachments.views import ADD
from casework.cases.access import may_handle_case
from casework.cases.models import Case
from casework.cases.views import answer_too_late, case_context, open_case
from casework.questions import actions
from casework.questions.access import may_answer_question, may_see_question
from casework.questions.forms import AnswerForm, AskForm
from casework.questions.models import AnswerFile, Question, Wanted
from casework.questions.presenting import answers_of
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind


def _question(request: ActingRequest, reference: UUID) -> Question:
    asked = Question.objects.with_case().with_answers()
    found = get_object_or_404(asked, reference=reference)
    if not may_see_question(request.capacity, found):
        raise Http404
    return found


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "question",
    Act(_("opened a question of a caseworker"), _("answered a question of a caseworker")),
    Help.APPLICATIONS,
)
def question(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what a caseworker asks, until when, and what was answered; take an answer."""
    asked = _question(request, reference)
    posted = request.method == "POST"
    if posted and ADD.exceeded(request.capacity.user_id):
        return render(request, "429.html", status=429)
    form = AnswerForm(
        asked.wanted, request.POST if posted else None, request.FILES if posted else None
    )
    if form.is_valid():
        return _answered(request, asked, form)
    context = {
        "question": asked,
        "about": asked.case.about,
        "answers": answers_of(asked, lambda file: _own(asked, file)),
        "is_late": timezone.localdate() > asked.answer_by,
        "may_answer": may_answer_question(request.capacity, asked),
        "form": form,
    }
    return render(request, "casework/question.html", context)


def _answered(request: ActingRequest, asked: Question, form: AnswerForm) -> HttpResponse:
    document = form.cleaned_data["document"]
    documents = [document] if document else []
    try:
        actions.answer(asked, form.cleaned_data["text"], documents, request.capacity.user)
    except actions.CaseClosedError:
        messages.info(request, gettext("The case is closed: an answer no longer counts."))
    else:
        messages.success(request, gettext("Your answer is sent. The caseworker sees it now."))
    return redirect("question", asked.reference)


def _own(asked: Question, file: AnswerFile) -> str:
    return reverse("question_document", args=[asked.reference, file.reference])


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("question_document", Act(_("opened a document of an answer")), Help.APPLICATIONS)
def answered_with(request: ActingRequest, reference: UUID, document: UUID) -> HttpResponse:
    """Give a document back to the person who answered with it."""
    files = AnswerFile.objects.select_related("content")
    asked = _question(request, reference)
    file = get_object_or_404(files, answer__question=asked, reference=document)
    return as_download(file.name, file.content)


@acting_as(CapacityKind.CASEWORKER)
def ask(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take what a caseworker asks the person of a case, and tell them."""
    case = open_case(request, reference)
    if not may_handle_case(request.capacity, case):
        return answer_too_late(request, case)
    form = AskForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "casework/ask.html", {**case_context(request, case), "form": form})
    asked = form.cleaned_data
    try:
        actions.ask(case, request.capacity, Wanted(asked["wanted"]), asked["text"], asked["days"])
    except actions.CaseClosedError:
        return answer_too_late(request, case)
    told = gettext("%(name)s is told that you ask something.") % {"name": case.person.full_name}
    messages.success(request, told)
    return redirect("objection_case" if case.objection else "case", case.reference)


@acting_as(CapacityKind.CASEWORKER)
def case_document(request: ActingRequest, reference: UUID, document: UUID) -> HttpResponse:
    """Give a caseworker a document of a case: of its application, or of an answer."""
    case = get_object_or_404(Case, reference=reference)
    found = _of_application(case, document) or get_object_or_404(
        AnswerFile.objects.select_related("content"),
        answer__question__case=case,
        reference=document,
    )
    open_case(request, reference)
    return as_download(found.name, found.content)


def _of_application(case: Case, document: UUID) -> Attachment | None:
    if case.claim_id is None:
        return None
    added = Attachment.objects.select_related("content")
    return added.filter(claim=case.claim_id, reference=document).first()
