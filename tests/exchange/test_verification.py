"""Every invariant holds of what is done in the usual ways, and something breaks each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from benefits.attachments.actions import attach
from benefits.attachments.forms import Document
from benefits.granting.actions import wish
from benefits.granting.findings import note_about
from benefits.granting.models import Aim, FindingKind, Way
from benefits.granting.working import begin, work
from benefits.objections.actions import object_to
from benefits.payments.accounts import tell_account
from benefits.payments.running import pay
from benefits.payments.sending import send as send_order
from benefits.takeup.actions import write_to_all
from benefits.takeup.models import Unclaimed
from casework.approval.actions import propose, refuse
from casework.cases.actions import take
from casework.contacts.actions import answer as reply
from casework.contacts.models import Contact
from casework.demo.building import Cast
from casework.demo.contacts import make_contacts
from casework.plans.actions import open_file_of
from casework.plans.agreement.actions import offer, sign
from casework.plans.agreement.text import Line, fingerprint
from casework.surveys.actions import answer as answer_survey
from casework.surveys.actions import open_survey
from declarations.channels.models import ReceiptFile
from declarations.files.models import DroppedFile, Sending
from declarations.hiring.models import EmploymentPeriod
from declarations.wages.statements.actions import import_payments
from declarations.wages.statements.bank import Transfer, statement
from declarations.wages.statements.queries import accounts
from portal.access.models import Capacity
from portal.directory.models import Authorisation
from portal.exchange.actions import move_outbox
from portal.exchange.models import Message
from portal.exchange.profiles.actions import approve as approve_profile
from portal.exchange.profiles.actions import propose as propose_profile
from portal.rooms import import_from_rooms
from portal.verification import INVARIANTS, ask, hold
from tests.casework.conftest import caseworker, sent_by_emma
from tests.payments.conftest import IBAN, jobless
from tests.recovery.conftest import owe_and_repay
from tests.social_risk.declaring import back_at_work, employer
from tests.wages import judging_samples as samples
from tests.wages.filing import hire, send
from tests.wages.judging_samples import CLERK, INSS

import_from_rooms("invariants")
pytestmark = pytest.mark.django_db
PDF = b"%PDF"

FILLED = {  # by the story below, so that it says something that they hold
    *(
        "numbers",
        "households",
        "messages",
        "deliveries",
        "topics",
        *("delivered-events", "events-of-messages"),
        "outbox-age",
        "letters",
    ),
    "declared",
    *("letter-files", "verdicts", "told", "positions", "receipts", "quotas", "periods"),
    *("histories", "pieces", "loads", "versions", "owed", "accounts", "paid", "decisions"),
    *("covered", "answers", "cases", "joined-cases", "dropped-files", "sendings"),
    *("ledger", "orders", "rejections", "sent", "due", "objections", "documents", "approvals"),
    "open-balances",
    *("arrangements", "grace", "repayments", "allocations", "findings"),
    *("support", "agreements"),
    *("runs", "outreach", "moves", "wishes"),
    *("contacts", "appointments", "call-backs", "surveys"),
    "profile-reviews",
    *("risks", "risk-deliveries", "risk-tests"),
}
# What breaks each: done to `{0}` while its trigger and its constraints are out of action.
BREAKS: dict[str, tuple[str, str]] = {
    "numbers": (
        "portal_personnumber",
        "INSERT INTO {0} (person_id, number, since)"
        " SELECT person_id, '00000000000', since FROM {0} ORDER BY id LIMIT 1",
    ),
    "households": (
        "portal_householdmember",
        "INSERT INTO {0} (household_id, person_id, role, since)"
        " SELECT household_id, person_id, role, since FROM {0} ORDER BY id LIMIT 1",
    ),
    "messages": ("portal_message", "UPDATE {0} SET body = body || '\\x00'::bytea WHERE {first}"),
    "deliveries": (
        "portal_delivery",
        "UPDATE {0} SET status = 'parked', done_at = NULL, error = '' WHERE {first}",
    ),
    "topics": (
        "portal_event",
        "UPDATE {0} SET topic = 'other' WHERE id = (SELECT min(event_id) FROM portal_delivery)",
    ),
    "delivered-events": ("portal_delivery", "UPDATE {0} SET event_id = -1 WHERE {first}"),
    "events-of-messages": (
        "portal_event",
        "UPDATE {0} SET message_id = -1 WHERE id = (SELECT max(id) FROM {0})",
    ),
    "declared": ("declarations_declaration", "UPDATE {0} SET message_id = -1 WHERE {first}"),
    "outbox-age": (
        "portal_delivery",
        "UPDATE {0} SET status = 'pending', due_at = now() - interval '16 minutes' WHERE {first}",
    ),
    "letters": (
        "portal_letterfile",
        "DELETE FROM {0} WHERE letter_id = (SELECT min(letter_id) FROM {0})",
    ),
    "letter-files": (
        "portal_letterfile",
        "UPDATE {0} SET pdf = substr(pdf, 2) WHERE letter_id = (SELECT min(letter_id) FROM {0})",
    ),
    "documents": ("benefits_content", "UPDATE {0} SET data = substr(data, 2)"),
    "verdicts": (
        "declarations_verdict",
        "DELETE FROM {0} WHERE declaration_id = (SELECT min(declaration_id) FROM {0})",
    ),
    "told": (
        "portal_event",
        "UPDATE {0} SET subject = -1 WHERE id ="
        " (SELECT min(id) FROM {0} WHERE topic = 'declarations.received')",
    ),
    "positions": ("declarations_declaration", "UPDATE {0} SET position = 3 WHERE {first}"),
    "receipts": ("declarations_receiptfile", "UPDATE {0} SET sha256 = repeat('0', 64)"),
    "quotas": (
        "declarations_employmentperiod",
        "UPDATE {0} SET reserved_hours = 651, since = '2026-02-02', worker_type = 'STU',"
        " planned_hours = NULL, is_cancelled = false WHERE {first}",
    ),
    "periods": (
        "declarations_employmentperiod",
        "INSERT INTO {0} (reference, number, company_id, person_id, worker_type, joint_committee,"
        " since, is_cancelled, is_late, changed_at) SELECT gen_random_uuid(), '1', company_id,"
        " person_id, worker_type, joint_committee, since, false, false, now() FROM {0}"
        " WHERE NOT is_cancelled ORDER BY id LIMIT 1",
    ),
    "histories": (
        "declarations_verdict",
        "UPDATE {0} SET result = 'B' WHERE declaration_id ="
        " (SELECT min(declaration_id) FROM declarations_perioddeclaration)",
    ),
    "pieces": ("declarations_load", "UPDATE {0} SET pieces = 2 WHERE {first}"),
    "loads": ("declarations_load", "UPDATE {0} SET finished_at = NULL WHERE {first}"),
    "versions": ("declarations_workerrecord", "UPDATE {0} SET replaces = -1 WHERE {first}"),
    "risks": ("declarations_riskdeclaration", "DELETE FROM {0} WHERE {first}"),
    "risk-deliveries": ("declarations_riskdelivery", "DELETE FROM {0} WHERE {first}"),
    "risk-tests": ("declarations_risk", "UPDATE {0} SET environment = 'T' WHERE {first}"),
    "owed": ("declarations_statemententry", "UPDATE {0} SET cents = cents + 1 WHERE kind = 'owed'"),
    "accounts": ("declarations_statemententry", "DELETE FROM {0} WHERE kind = 'owed'"),
    "paid": ("declarations_statemententry", "UPDATE {0} SET cents = cents - 1 WHERE kind = 'paid'"),
    "decisions": ("benefits_decision", "UPDATE {0} SET version = 3 WHERE {first}"),
    "covered": ("benefits_beneficiary", "DELETE FROM {0} WHERE role = 'holder' AND {first}"),
    "answers": (
        "benefits_claim",
        "UPDATE {0} SET status = 'decided', submitted_at = now() WHERE {first}",
    ),
    "dropped-files": ("declarations_droppedfile", "UPDATE {0} SET body = 'other' WHERE {first}"),
    "sendings": (
        "declarations_droppedfile",
        "UPDATE {0} SET capacity_id = (SELECT min(id) FROM portal_capacity"
        " WHERE id <> capacity_id) WHERE {first}",
    ),
    "cases": ("casework_case", "UPDATE {0} SET closed_at = now() WHERE {first}"),
    "joined-cases": ("casework_case", "UPDATE {0} SET joined_to_id = id WHERE {first}"),
    "support": (
        "casework_supportfile",
        "UPDATE {0} SET segment = 'intensive', seat = 101 WHERE {first}",
    ),
    "agreements": ("casework_agreementpoint", "UPDATE {0} SET text = 'Rest' WHERE {first}"),
    "ledger": ("benefits_posting", "UPDATE {0} SET decision_id = -1 WHERE {first}"),
    "orders": ("benefits_payment", "UPDATE {0} SET cents = cents + 1 WHERE {first}"),
    "rejections": ("benefits_posting", "UPDATE {0} SET kind = 'rejected' WHERE kind = 'ordered'"),
    "sent": ("benefits_sent", "UPDATE {0} SET cents = cents + 1"),
    "due": ("benefits_posting", "UPDATE {0} SET kind = 'reduced' WHERE kind = 'due'"),
    "open-balances": (
        "benefits_openbalance",
        "INSERT INTO {0} (person_id, scheme, owed, debt)"
        " SELECT person_id, 'other', 1, 0 FROM benefits_posting ORDER BY id LIMIT 1",
    ),
    "approvals": (
        "casework_review",
        "UPDATE {0} SET reviewed_by_id = (SELECT proposed_by_id FROM casework_proposal LIMIT 1)",
    ),
    "removals": (
        "portal_removal",
        'INSERT INTO {0} ("table", below, before, months)'
        " VALUES ('portal_exchange', 0, now(), 120)",
    ),
    "profile-reviews": (
        "portal_profilereview",
        "UPDATE {0} SET reviewed_by_id = (SELECT proposed_by_id FROM portal_profilechange LIMIT 1)",
    ),
    "arrangements": (
        "benefits_arrangementreview",
        "UPDATE {0} SET reviewed_by_id = (SELECT decided_by_id FROM benefits_arrangement LIMIT 1)",
    ),
    "findings": ("benefits_finding", "UPDATE {0} SET scheme = 'other' WHERE {first}"),
    "moves": ("benefits_claim", "UPDATE {0} SET status = 'withdrawn' WHERE {first}"),
    "wishes": (
        "benefits_wish",
        "INSERT INTO {0} (person_id, scheme, wanted, told_at)"
        " SELECT person_id, scheme, false, decided_at - interval '1 day' FROM benefits_decision"
        " WHERE claim_id IS NULL AND decided_by_id IS NULL AND outcome = 'granted'"
        " AND version = 1 ORDER BY id LIMIT 1",
    ),
    "runs": ("benefits_grantpiece", "UPDATE {0} SET done_at = NULL WHERE {first}"),
    "outreach": (
        "benefits_mailing",
        "UPDATE {0} SET scheme = 'other' WHERE {first}",
    ),
    "grace": ("benefits_arrangement", "UPDATE {0} SET cents = cents - 1"),
    "repayments": ("benefits_repayment", "UPDATE {0} SET cents = cents + 1"),
    "allocations": ("benefits_allocation", "UPDATE {0} SET scheme = 'other'"),
    "contacts": ("casework_contact", "UPDATE {0} SET status = 'waiting' WHERE {first}"),
    "appointments": ("casework_appointment", "UPDATE {0} SET place = place + 99 WHERE {first}"),
    "surveys": ("casework_surveycount", "UPDATE {0} SET people = people + 1 WHERE {first}"),
    "call-backs": ("casework_callback", "UPDATE {0} SET misses = misses + 1 WHERE {first}"),
    "queue": ("casework_waiting", "DELETE FROM {0} WHERE {first}"),
    "objections": ("benefits_objection", "UPDATE {0} SET scheme = 'other' WHERE {first}"),
}


@pytest.fixture
def story(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    """Return the cast after a quarter of wages, payments both ways, a receipt and a case."""
    settings.PAYMENTS_PATH = tmp_path
    tell_account(cast.persons["lucas"], IBAN)
    contested = jobless(cast.persons["lucas"])
    object_to(contested, contested.person.account, "Too little.")
    send_order(pay(date(2026, 7, 1), date(2026, 8, 4)))
    hire(cast.companies["restaurant"], INSS)
    send(
        cast.applications["payroll-software"],
        samples.document(samples.declaration(samples.person(CLERK))),
    )
    EmploymentPeriod.every.filter(history=None).delete()
    account = accounts(cast.companies["restaurant"])[0]
    import_payments(statement([Transfer(1_00, account.reference, "B1")], "S1", date(2026, 4, 20)))
    ReceiptFile.objects.create(
        message=Message.objects.earliest("pk"),
        language="en",
        pdf=PDF,
        sha256=sha256(PDF).hexdigest(),
    )
    message = Message.objects.latest("pk")
    file = DroppedFile.objects.create(
        capacity=message.capacity, name="GO", of_set="1", body=PDF, sha256=sha256(PDF).hexdigest()
    )
    Sending.objects.create(trigger=file, message=message)
    emma, builder = cast.persons["emma"], cast.companies["builder"]
    back_at_work(employer(cast, "builder"), builder, emma, date(2026, 10, 26))
    claim = sent_by_emma()
    attach(claim, Document("note.pdf", "application/pdf", PDF), claim.person.account)
    supported = open_file_of(claim.person, caseworker("Marie"))
    lines = [Line("goal", "Work"), Line("report", "", date(2026, 12, 1))]
    sign(offer(supported, caseworker("Marie"), lines), claim.person.account, fingerprint(lines))
    case = take(claim, caseworker("Marie"))
    refuse(propose(case, caseworker("Marie"), "granted", ""), caseworker("Tom"), "Not so.")
    wish(cast.persons["emma"], "", Way.ASK)
    note_about(FindingKind.SAMPLED, [contested.pk], [])
    _let_a_profile_begin()
    owe_and_repay(cast.persons["lucas"], caseworker("Marie"), caseworker("Tom"))
    look_for_unused(cast)
    make_contacts(cast)
    asked = open_survey(Capacity.objects.get(kind="supervisor"), date(2100, 1, 1))
    answer_survey(asked, caseworker("Marie"), {"load": 3})
    reply(Contact.objects.waiting_for(caseworker("Marie"))[0], caseworker("Marie"), "Soon.")
    move_outbox()
    return cast


def found() -> dict[str, tuple[int, int]]:
    """Return of each invariant how many rows were looked at, and how many are wrong."""
    outcomes = [ask(each) for each in INVARIANTS.values()]
    return {each.name: (each.looked_at, each.wrong) for each in outcomes}


def look_for_unused(cast: Cast) -> None:
    """Search everybody, and write to one who is said to be found."""
    run = begin(date(2026, 9, 1), dry=True, aim=Aim.TAKE_UP)
    work(run)
    scheme = "increased_reimbursement_income"
    Unclaimed.objects.create(
        run=run,
        person=cast.persons["piet"],
        scheme=scheme,
        year=timezone.localdate().year,
        region=1,
        pay=1,
    )
    write_to_all(caseworker("Ines"), scheme, 1)


def _let_a_profile_begin() -> None:
    acting = Capacity.objects.select_related("institution", "user__person")
    alice, femke = (
        acting.get(user__email=email)
        for email in ("alice@welfare.example", "femke@crossroads.example")
    )
    terms = {"service": "career", "quality": "17/3", "blocks": ["wages"], "legal_ground": "a law"}
    wanted = Authorisation(**terms, since=timezone.localdate())
    approve_profile(propose_profile(alice, wanted), femke)


def test_all_hold_of_what_was_done(story: Cast) -> None:
    outcomes = found()
    assert {name for name, (_rows, wrong) in outcomes.items() if wrong} == set()
    assert {name for name in FILLED if not outcomes[name][0]} == set()
    assert outcomes.keys() - BREAKS.keys() == set(), "say here what breaks it"


def test_each_is_broken_by_what_breaks_it(story: Cast) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    wrong = {}
    for name, (table, breaking) in BREAKS.items():
        with transaction.atomic():
            _break(table, breaking)
            outcome = ask(INVARIANTS[name])
            wrong[name] = outcome.wrong
            assert "=" in outcome.first, name
            transaction.set_rollback(True)
    assert wrong == dict.fromkeys(BREAKS, 1)


def _break(table: str, breaking: str) -> None:
    first = f"id = (SELECT min(id) FROM {table})"  # noqa: S608 - names of ours
    run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for constraint in constraints_of(table):
        run(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    run(breaking.format(table, first=first))


def run(statement: str) -> list[Sequence[Any]]:
    """Run a statement, and return what it gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def constraints_of(table: str) -> list[str]:
    """Return the exclusions and checks of a table."""
    question = """
        SELECT conname FROM pg_constraint
        WHERE conrelid = '{}'::regclass AND contype IN ('x', 'c')
    """
    return [row[0] for row in run(question.format(table))]


def test_a_name_is_used_once() -> None:
    with pytest.raises(ValueError, match="numbers"):
        hold("numbers", "Another.", of="portal_person", broken="SELECT 1")
