"""What a tenant has, by what addresses are about."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.utils import timezone

from benefits.attachments.actions import attach, keep
from benefits.attachments.forms import Document
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.customers.models import CustomerFile, CustomerPiece
from benefits.decisions.models import Decision
from benefits.outlook.models import Trial
from benefits.recovery.models import Allocation, Repayment
from casework.approval.models import Proposal
from casework.cases.models import Case
from casework.notes.actions import write_note
from casework.notes.models import CaseNote
from casework.plans.actions import open_file_of
from casework.plans.agreement.actions import offer
from casework.plans.agreement.text import Line
from casework.plans.models import SupportFile
from casework.plans.profiling.actions import assess
from casework.plans.profiling.questionnaire import QUESTIONS
from casework.plans.statuses import Segment
from casework.questions.models import Answer, AnswerFile, Question
from casework.referrals.actions import refer
from casework.referrals.models import Offer, Partner, Suggestion
from casework.referrals.offering import offer_places
from casework.referrals.partnering import register_partner
from casework.referrals.statuses import PartnerKind
from casework.searches.actions import save
from casework.training.actions import begin, conclude
from casework.training.exercises import EXERCISES
from declarations.channels.models import Declaration
from declarations.files.models import Sending
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import RiskDeclaration
from declarations.statuses.models import StatusReport
from declarations.wages.models import Form, WorkerRecord
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity, Service, User
from portal.directory.models import Authorisation
from portal.exchange.actions import receive
from portal.exchange.models import Channel, Event, Message
from portal.exchange.network.models import Exchange
from portal.exchange.profiles.models import ProfileChange
from portal.exchange.push.models import PushStatus, PushSubscription, Way, Whom
from portal.pages.own.models import Export
from tests.access.contacting import contacts_of

if TYPE_CHECKING:
    from tests.access.tenants import Tenant

QUARTER = 20263


def objects_of(tenant: Tenant) -> dict[str, dict[str, Any]]:
    """Return the arguments of addresses by what they are about; @office: for the office."""
    found: dict[str, dict[str, Any]] = {
        "client": {"reference": tenant.company.reference},
        "quarter": {"quarter": QUARTER},
        "worker": {"quarter": QUARTER, "person": tenant.persons["worker"].reference},
        "version": {
            "quarter": QUARTER,
            "person": tenant.persons["worker"].reference,
            "version": WorkerRecord.objects.get(filing__company=tenant.company, quarter=QUARTER).pk,
        },
        "person": {"reference": tenant.persons["leaver"].reference},
        "draft": {"key": uuid4()},
        "mandate": {"reference": _mandate_given(tenant, "citizen")},
        **_mandates_of_companies(tenant),
        "mandate_end": {"reference": _mandate_given(tenant, "citizen"), "verb": "end"},
        "exchange": {"ticket": Exchange.objects.filter(institution=tenant.centre)[0].ticket},
        **_profiles(tenant),
        "customers": {"ticket": _customers(tenant)},
        "export": {"reference": Export.objects.get(person=tenant.persons["applicant"]).reference},
        "payment": {"number": 1},
        "paid": {"reference": uuid4()},
        "subscription": {"reference": _subscription(tenant)},
        "trial": {"reference": _trial(tenant)},
        "stranger": {"reference": tenant.persons["helped"].reference},
        **contacts_of(tenant),
        "glass": {"reference": tenant.persons["helped"].glass_breaks.get().reference},
        "search": {"reference": _search(tenant)},
        "colleague": {"mark": tenant.capacities["caseworker"].pk},
        "number": {"enterprise_number": tenant.company.enterprise_number},
        **_objects_of_casework(tenant),
        **_debts(tenant),
        **_practices(tenant),
    }
    for at, sender in (("", "company"), ("@office", "payroll_office")):
        found |= _objects_of_sender(tenant, at, tenant.capacities[sender])
    change = Event.objects.get(topic="person.renumbered", company=tenant.company)
    ticket = {"ticket": change.message.ticket} if change.message else {}
    found |= {"change": ticket, "number_change": found["number"] | ticket}
    for name in ("quarter", "worker", "version", "change", "wages"):
        found[f"client_{name}"] = found["client"] | found.get(f"{name}@office", found[name])
    found["risks_client"] = {"client": tenant.company.reference}
    for name in ("risk", "risk_new"):
        found[f"client_{name}"] = found["risks_client"] | found[f"{name}@office"]
    report = StatusReport.objects.get(institution=tenant.centre)
    found["report"] = {"ticket": report.message.ticket}
    return found


def _customers(tenant: Tenant) -> UUID:
    """A customer file of the institution, with its answer."""
    sender = tenant.capacities["institution"]
    message, _new = receive(sender, Service.SUPPORT, Channel.FILE, "customers", b"customers")
    file = CustomerFile.objects.create(
        message=message,
        institution=tenant.centre,
        quarter=QUARTER,
        sha256=message.sha256,
        lines=1,
    )
    line = f"3;{tenant.centre.name};DATA;;no\n"
    CustomerPiece.objects.create(
        file=file,
        number=1,
        first_line=3,
        answer=zlib.compress(line.encode()),
        answered_at=timezone.now(),
    )
    return message.ticket


def _profiles(tenant: Tenant) -> dict[str, dict[str, Any]]:
    stands = Authorisation.objects.get(institution=tenant.centre)
    change = ProfileChange.objects.create(
        institution=tenant.centre,
        service=stands.service,
        quality="17/3",
        legal_ground="Act of the canaries",
        since=timezone.localdate(),
        proposed_by=tenant.capacities["institution"],
    )
    return {
        "profile": {"reference": stands.reference},
        "profile_proposed": {"reference": change.reference},
    }


def _search(tenant: Tenant) -> UUID:
    return save(tenant.capacities["caseworker"], "New ones", {}, daily=False).reference


def _practices(tenant: Tenant) -> dict[str, dict[str, Any]]:
    practice = begin(tenant.capacities["caseworker"], EXERCISES["application"])
    conclude(practice, [{"words": "Jo gets the benefit.", "right": False}])
    case = uuid5(practice.reference, "casework_case 1")
    own = {"reference": practice.reference}
    return {"practice": own, "practice_page": own | {"at": f"casework/cases/{case}/"}}


def _debts(tenant: Tenant) -> dict[str, dict[str, Any]]:
    asked = tenant.persons["contester"].debt_requests.get()
    made = tenant.persons["waiter"].arrangements.get()
    return {
        "debt": {"person": asked.person.reference, "scheme": asked.scheme},
        "arrangement": {"reference": made.reference},
        "repayment": {"number": Repayment.objects.get(notice=tenant.letter).pk},
        "allocation": {
            "reference": Allocation.objects.get(repayment__notice=f"{tenant.letter}-said").reference
        },
    }


def _mandates_of_companies(tenant: Tenant) -> dict[str, dict[str, Any]]:
    given = {"reference": _mandate_given(tenant, "company")}
    end = given | {"verb": "end"}
    sides = ("@company", "@office")
    return {f"mandate{at}": given for at in sides} | {f"mandate_end{at}": end for at in sides}


def _objects_of_casework(tenant: Tenant) -> dict[str, dict[str, Any]]:
    mine = Decision.objects.filter(person=tenant.persons["applicant"])
    decision, contestable = mine.get(scheme="unemployment"), mine.get(scheme="holiday_pay")
    draft = Claim.objects.get(person=tenant.persons["applicant"], status=ClaimStatus.DRAFT)
    waiting = Claim.objects.get(person=tenant.persons["waiter"])
    assert decision.claim
    references = {
        "letter": decision.letter.reference,
        "decision": decision.reference,
        "claim": draft.reference,
        "waiting": waiting.reference,
        "sent_claim": decision.claim.reference,
        "case": Case.objects.get(claim__person=tenant.persons["leaver"]).reference,
        "decided": Case.objects.get(claim=decision.claim).reference,
        "contestable": contestable.reference,
        "objection": decision.objection.reference,
        "contested": Case.objects.get(objection__person=tenant.persons["objector"]).reference,
        "proposal": Proposal.objects.get(case__office=tenant.office).reference,
        "supported": _supported(tenant),
        "referral": _referred(tenant),
        "suggestion": _suggested(tenant),
        "found": Case.objects.get(finding__person=tenant.persons["objector"]).reference,
        "waiting_finding": tenant.persons["contester"].findings.get().reference,
        "waiting_objection": tenant.persons["contester"].objections.get().reference,
    }
    for name, office in (("offer", None), ("offer_entered", tenant.office)):
        offered = Offer.objects.get(partner__institution=tenant.centre, office=office)
        references[name] = offered.reference
    found: dict[str, dict[str, Any]] = {
        name: {"reference": reference} for name, reference in references.items()
    }
    added = attach(draft, Document("note.pdf", "application/pdf", b"%PDF"), draft.person.account)
    answered = _answered(Case.objects.get(claim=decision.claim), draft.person.account)
    question = {"reference": answered.answer.question.reference}
    return found | {
        "step": found["claim"] | {"step": "pay"},
        "document": found["claim"] | {"document": added.reference},
        "question": question,
        "answered": question | {"document": answered.reference},
        "case_document": found["decided"] | {"document": answered.reference},
        "case_template": found["case"] | {"template": "information"},
        "partner": {"partner": Partner.objects.get(institution=tenant.centre).pk},
        "entered": found["claim"],
        "entered_step": found["claim"] | {"step": "pay"},
        "case_note_document": found["case"] | {"note": _noted(tenant).reference},
    }


def _noted(tenant: Tenant) -> CaseNote:
    """Return a note with a document, in a case in hand."""
    case = Case.objects.get(claim__person=tenant.persons["leaver"])
    document = Document("noted.pdf", "application/pdf", b"%PDF noted")
    return write_note(case, tenant.capacities["caseworker"], "Canaries.", document)


def _supported(tenant: Tenant) -> UUID:
    """Return the support file of somebody whose needs are assessed, and the support not chosen."""
    official = tenant.capacities["caseworker"]
    file = open_file_of(tenant.persons["applicant"], official)
    answers = {question.key: question.answers[0].key for question in QUESTIONS}
    assess(file, official, answers, Segment.SELF, "Because of the canaries.")
    offer(file, official, [Line("goal", "Work"), Line("report", "", timezone.localdate())])
    return file.reference


def _referred(tenant: Tenant) -> UUID:
    """Return the referral of whom the office supports, to the centre that is its partner."""
    register_partner(tenant.capacities["supervisor"], tenant.centre, PartnerKind.MUNICIPALITY)
    today, official = timezone.localdate(), tenant.capacities["caseworker"]
    days = {"since": today, "until": today}
    offered = offer_places(
        tenant.capacities["institution"], title="Work", purpose="training", places=2, **days
    )
    offer_places(
        tenant.capacities["supervisor"],
        partner=offered.partner,
        title="Work",
        purpose="training",
        places=2,
        **days,
    )
    file = SupportFile.objects.get(person=tenant.persons["applicant"])
    return refer(file, official, offered, "Because of the canaries.").reference


def _suggested(tenant: Tenant) -> UUID:
    """Return what is suggested to whom the office supports, and not answered."""
    file = SupportFile.objects.get(person=tenant.persons["applicant"])
    made_by, offered = tenant.capacities["caseworker"].user, file.referrals.get().offer
    made = Suggestion.objects.create(file=file, offer=offered, reasons=["region"], made_by=made_by)
    return made.reference


def _answered(case: Case, person: User) -> AnswerFile:
    """Return the document with which somebody answered a question in their case."""
    question = Question.objects.create(
        case=case, wanted="fact", text="Why?", answer_by="2026-01-01", asked_by=case.official
    )
    answer = Answer.objects.create(question=question, text="So.", given_by=person)
    content = keep(Document("note.pdf", "application/pdf", b"%PDF"))
    return AnswerFile.objects.create(answer=answer, content_id=content, name="note.pdf")


def _objects_of_sender(tenant: Tenant, at: str, capacity: Capacity) -> dict[str, dict[str, Any]]:
    sent = Message.objects.filter(capacity__company=capacity.company)
    hired = Declaration.objects.filter(message__in=sent.filter(service="hiring", sending=None))
    wages = Form.objects.get(declaration__message__in=sent.filter(service="wages"))
    risk = RiskDeclaration.objects.get(declaration__message__in=sent.filter(service="risks"))
    sending = Sending.objects.get(trigger__capacity=capacity)
    first = hired.earliest("pk")
    period = EmploymentPeriod.objects.get(history__declaration=first)
    ticket = wages.declaration.message.ticket
    return {
        f"declaration{at}": {"reference": first.reference},
        f"declared{at}": {"declaration": first.reference},
        f"message{at}": {"ticket": first.message.ticket},
        f"period{at}": {"reference": period.reference},
        f"sending{at}": {"ticket": sending.ticket},
        f"file{at}": {"name": sending.trigger.name},
        f"wages{at}": {"ticket": ticket},
        f"risk{at}": {"reference": risk.risk.reference},
        f"risk_new{at}": {"reference": period.reference, "flow": "zima006", "kind": "001"},
        f"risk_declared{at}": {"declaration": risk.declaration.reference},
        f"risk_message{at}": {"ticket": risk.declaration.message.ticket},
        f"wages_declared{at}": {"declaration": wages.declaration.reference},
    }


def _mandate_given(tenant: Tenant, by: str) -> UUID:
    capacity = tenant.capacities[by]
    return Mandate.objects.of(capacity.company or capacity.person)[0].reference


def _trial(tenant: Tenant) -> UUID:
    asked = {"change": "ill", "day": "2030-01-01"}
    return Trial.objects.create(person=tenant.persons["applicant"], asked=asked).reference


def _subscription(tenant: Tenant) -> UUID:
    asked = PushSubscription.objects.create(
        institution=tenant.centre,
        capacity=tenant.capacities["network-software"],
        topics=["person.moved"],
        quality="17/2",
        whom=Whom.values[0],
        way=Way.values[0],
        status=PushStatus.values[0],
    )
    return asked.reference
