"""The account on pages and on paper: for whom, and for nobody else."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from casework.demo.building import Cast
from declarations.wages.statements.actions import enter_declaration, import_payments
from declarations.wages.statements.bank import Transfer, statement
from declarations.wages.statements.models import Payment, StatementEntry
from declarations.wages.statements.queries import accounts
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity, CapacityKind, Service
from portal.people.models import Company, Institution
from tests.access.giving import end
from tests.hiring.acting import acting
from tests.hiring.test_hire_pages import text
from tests.wages.accounts import declared, filing_of
from tests.wages.test_statements import DAY

OWN = "/company/wages/20261/statement"


@pytest.fixture
def restaurant(cast: Cast) -> Company:
    """The restaurant, which owes 1 000.00 of the first quarter of 2026 and paid 600.00."""
    company = cast.companies["restaurant"]
    enter_declaration(declared(filing_of(company), 100_000))
    line = Transfer(60_000, accounts(company)[0].reference, "B1")
    import_payments(statement([line], "S1", DAY))
    return company


def client_page(company: Company, quarter: int = 20261) -> str:
    return f"/office/{company.reference}/wages/{quarter}/statement"


def test_a_company_sees_its_account_and_how_to_pay(restaurant: Company) -> None:
    colette = acting("colette@restaurant.example", CapacityKind.COMPANY)
    page = text(colette.get(f"{OWN}/"))
    for words in ("€1,000.00", "−€600.00", "€400.00", "BE68539007547034", "30 April 2026"):
        assert words in page, words
    assert accounts(restaurant)[0].reference in page
    assert "870" in page  # of what the amount is made
    listed = text(colette.get("/company/wages/statements/"))
    assert "Quarter 1 of 2026" in listed
    assert "overdue" in listed


def test_the_paper_says_the_same(restaurant: Company) -> None:
    colette = acting("colette@restaurant.example", CapacityKind.COMPANY)
    answer = colette.get(f"{OWN}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    paper = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for words in ("Statement of Quarter 1 of 2026", "€1,000.00", "€400.00", "+++"):
        assert words in paper, words
    assert answer.content == colette.get(f"{OWN}.pdf").content


def test_a_payroll_office_sees_its_client_in_quarters_of_its_mandate(restaurant: Company) -> None:
    nora = acting("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)
    assert nora.get(f"{client_page(restaurant)}/").status_code == 200
    assert nora.get(f"{client_page(restaurant)}.pdf").status_code == 200
    assert "€400.00" in text(nora.get(f"/office/{restaurant.reference}/wages/statements/"))
    Mandate.objects.filter(giver_company=restaurant, service=Service.WAGES).update(
        quarters_until=20254
    )
    assert nora.get(f"{client_page(restaurant)}/").status_code == 404
    assert "€400.00" not in text(nora.get(f"/office/{restaurant.reference}/wages/statements/"))


@pytest.mark.parametrize("page", ["/", ".pdf"])
def test_others_find_nothing(cast: Cast, restaurant: Company, page: str) -> None:
    nora = acting("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)
    end(Mandate.objects.filter(giver_company=restaurant, service=Service.WAGES))
    assert nora.get(client_page(restaurant) + page).status_code == 404
    assert nora.get(OWN + page).status_code == 404
    piet = acting("piet@bouw.example", CapacityKind.COMPANY)
    assert piet.get(OWN + page).status_code == 404  # nothing of his own
    assert piet.get(client_page(restaurant) + page).status_code == 404
    alice = acting("alice@welfare.example", CapacityKind.INSTITUTION)
    assert alice.get(OWN + page).status_code == 403


def test_a_quarter_without_lines_has_no_statement(cast: Cast) -> None:
    filing_of(cast.companies["restaurant"])
    colette = acting("colette@restaurant.example", CapacityKind.COMPANY)
    assert colette.get(f"{OWN}/").status_code == 404
    assert colette.get("/company/wages/20265/statement/").status_code == 404
    assert text(colette.get("/company/wages/statements/"))


def test_what_was_paid_too_much_is_said(restaurant: Company) -> None:
    line = Transfer(50_000, accounts(restaurant)[0].reference, "B2")
    import_payments(statement([line], "S2", DAY))
    page = text(acting("colette@restaurant.example", CapacityKind.COMPANY).get(f"{OWN}/"))
    assert "paid too much" in page
    assert "How to pay" not in page


@pytest.fixture
def collector(cast: Cast) -> Client:
    """Somebody at the institution that collects."""
    institution = Institution.objects.filter(sector=12).first() or Institution.objects.create(
        code="nsso-of-tests", name="National Social Security Office", sector=12
    )
    alice = Capacity.objects.get(user__email="alice@welfare.example")
    Capacity.objects.filter(pk=alice.pk).update(institution=institution)
    return acting("alice@welfare.example", CapacityKind.INSTITUTION)


def test_a_person_matches_a_payment_that_names_no_account(
    restaurant: Company, collector: Client
) -> None:
    import_payments(statement([Transfer(40_000, "", "B2", "Colette", "Q1")], "S2", DAY))
    waiting = Payment.objects.unmatched().get()
    assert "Colette" in text(collector.get("/institution/payments/"))
    page = f"/institution/payments/{waiting.pk}/"
    assert "€400.00" in text(collector.get(page))
    wrong = collector.post(page, {"company": restaurant.enterprise_number, "quarter": 20254})
    assert "no account for that quarter" in text(wrong)
    done = collector.post(page, {"company": restaurant.enterprise_number, "quarter": 20261})
    assert done["Location"] == "/institution/payments/"
    assert StatementEntry.objects.get(payment=waiting).matched_by is not None
    assert accounts(restaurant)[0].balance == 0
    assert collector.get(page).status_code == 404


def test_other_institutions_match_nothing(restaurant: Company) -> None:
    import_payments(statement([Transfer(40_000, "", "B2")], "S2", DAY))
    alice = acting("alice@welfare.example", CapacityKind.INSTITUTION)
    assert alice.get("/institution/payments/").status_code == 404
    page = f"/institution/payments/{Payment.objects.unmatched().get().pk}/"
    answer = alice.post(page, {"company": restaurant.enterprise_number, "quarter": 20261})
    assert answer.status_code == 404
    assert Payment.objects.unmatched().count() == 1
